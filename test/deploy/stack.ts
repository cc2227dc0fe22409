import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type ConfigMap, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";

/** A throw-away stack of this program in the emulator, made and taken down by the real CLI. */

const ROOT = join(__dirname, "../..");
export const REGION = "us-east-1";
const DESTROY_TIMEOUT_MS = 240_000;

/** What clients of a stack need to know of it. */
export interface Target {
  readonly strategy: string;
  readonly apiUrl: string;
  readonly userPoolId: string;
  readonly clientId: string;
  readonly tokenUse: "access" | "id";
}

/** The emulator's address, without a slash at the end; empty where there is none. */
export const readEndpoint = (): string => (process.env.AWS_ENDPOINT_URL ?? "").replace(/\/$/, "");

/** Why nothing can be deployed here; undefined where it can. */
export async function findFault(endpoint: string): Promise<string | undefined> {
  const hasCli = await PulumiCommand.get().then(
    () => true,
    () => false,
  );
  if (!hasCli) return "there is no pulumi on the PATH; see pulumi.com/docs/install";
  if (endpoint === "") return "AWS_ENDPOINT_URL is not set; set it to an emulator's address, such as http://localhost:4566";
  const answers = await fetch(endpoint).then(
    () => true,
    () => false,
  );
  return answers ? undefined : `no emulator answers at ${endpoint} (AWS_ENDPOINT_URL)`;
}

/** The configuration of the stack "emulator", at another address. */
function readConfig(endpoint: string): ConfigMap {
  const { config } = parse(readFileSync(join(ROOT, "Pulumi.emulator.yaml"), "utf8"));
  const textOf = (value: unknown) =>
    (typeof value === "string" ? value : JSON.stringify(value)).replaceAll("http://localhost:4566", endpoint);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, { value: textOf(value) }]));
}

/** How long the CLI may take to end once it is interrupted: it waits for what is under way. */
const INTERRUPT_MS = 30_000;

/** Runs an operation of the CLI, interrupts it when its time is over, and gives up on it where it does not even end then. */
export async function runWithin<T>(what: string, limitMs: number, operate: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = AbortSignal.timeout(limitMs);
  const tooLong = () => new Error(`${what} took longer than ${limitMs / 1000} s`);
  const patience = new AbortController();
  const giveUp = sleep(limitMs + INTERRUPT_MS, undefined, { signal: patience.signal }).then(() => {
    throw tooLong();
  });
  try {
    return await Promise.race([operate(deadline), giveUp]);
  } catch (error) {
    throw deadline.aborted ? tooLong() : error;
  } finally {
    patience.abort();
    giveUp.catch(() => undefined);
  }
}

/** Gives `use` a configured stack of which nothing is deployed yet, and destroys what it has deployed, however it ends. */
export async function withStack(endpoint: string, use: (stack: Stack) => Promise<void>): Promise<void> {
  const stackName = `check-${randomBytes(4).toString("hex")}`;
  const backend = mkdtempSync(join(tmpdir(), "pulumi-"));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, workDir: ROOT },
    { envVars: { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true" } },
  );
  const takeDown = async () => {
    try {
      await runWithin("pulumi destroy", DESTROY_TIMEOUT_MS, (signal) => stack.destroy({ signal }));
      await stack.workspace.removeStack(stackName);
    } finally {
      rmSync(backend, { recursive: true });
      rmSync(join(ROOT, `Pulumi.${stackName}.yaml`), { force: true });
    }
  };
  try {
    await stack.setAllConfig(readConfig(endpoint));
    await use(stack);
  } catch (error) {
    // What went wrong first is what there is to tell.
    await takeDown().catch((second: unknown) =>
      console.log(`        ${stackName} is not destroyed: ${errorLines(second).join(" ")}`),
    );
    throw error;
  }
  await takeDown();
}

export async function readTarget(stack: Stack): Promise<Target> {
  const { strategy, apiUrl, userPoolId, userPoolClientId, tokenUse } = await stack.outputs();
  return {
    strategy: String(strategy?.value),
    apiUrl: String(apiUrl?.value),
    userPoolId: String(userPoolId?.value),
    clientId: String(userPoolClientId?.value),
    tokenUse: tokenUse?.value === "access" ? "access" : "id",
  };
}

/** The lines of a failed deployment that say what went wrong. */
export const errorLines = (error: unknown): readonly string[] =>
  String(error)
    .split("\n")
    .filter((line) => /error/i.test(line))
    .slice(0, 10);
