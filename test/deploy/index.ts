import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConfigMap, type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import program from "../../index";
import { checkApi, type Target, users } from "./api-checks";
import { Checks } from "./checks";
import { createEmulator, type Emulator } from "./emulator";

/**
 * Deploys each strategy into an emulator with the real CLI, calls the API as its clients would, flips to the next strategy in place,
 * and takes everything down again. Needs `pulumi` on the PATH and AWS_ENDPOINT_URL. Prints one line for each check.
 */

const ROOT = join(__dirname, "../..");
const REGION = "us-east-1";
const names = program.strategyNames;

async function findFault(endpoint: string): Promise<string | undefined> {
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

interface Step {
  /** `update aws:cognito/userPool:UserPool users` */
  readonly text: string;
  readonly type: string;
  readonly changes: readonly string[];
}

/** What a preview would do; resources that stay as they are do not count. */
async function previewSteps(stack: Stack): Promise<Step[]> {
  const events: EngineEvent[] = [];
  await stack.preview({ onEvent: (event) => events.push(event) });
  return events.flatMap(({ resourcePreEvent }) => {
    if (resourcePreEvent === undefined || resourcePreEvent.metadata.op === "same") return [];
    const { op, type, urn, diffs = [] } = resourcePreEvent.metadata;
    return [{ text: `${op} ${type} ${urn.split("::").at(-1)}`, type, changes: diffs }];
  });
}

/** MiniStack 1.5.33 takes new tags of a REST API or a stage, but answers with the ones that it was created with. */
const isTagNotReadBack = ({ type, changes }: Step) =>
  /^aws:apigateway\/(restApi|stage):/.test(type) && changes.every((change) => change === "tags" || change === "tagsAll");

async function readTarget(stack: Stack): Promise<Target> {
  const { strategy, apiUrl, userPoolId, userPoolClientId, tokenUse } = await stack.outputs();
  return {
    strategy: String(strategy?.value),
    apiUrl: String(apiUrl?.value),
    userPoolId: String(userPoolId?.value),
    clientId: String(userPoolClientId?.value),
    tokenUse: tokenUse?.value === "access" ? "access" : "id",
  };
}

/** One throw-away stack: `first`, then `second` in its place, then nothing. */
async function checkStack(checks: Checks, endpoint: string, first: string, second: string): Promise<void> {
  const emulator = createEmulator(endpoint, REGION);
  const before = await emulator.takeInventory();
  const stackName = `check-${randomBytes(4).toString("hex")}`;
  const backend = mkdtempSync(join(tmpdir(), "pulumi-"));
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, workDir: ROOT },
    { envVars: { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "", PULUMI_SKIP_UPDATE_CHECK: "true" } },
  );
  try {
    await stack.setAllConfig(readConfig(endpoint));
    await stack.setConfig("strategy", { value: first });
    const { summary } = await stack.up();
    checks.equal(`${first}: pulumi up`, summary.result, "succeeded");
    const target = await readTarget(stack);
    for (const [email, groups] of Object.entries(users)) await emulator.createUser(target.userPoolId, email, groups);
    await checkPool(checks, emulator, target);
    await checkApi(checks, emulator, target);
    checks.equal(
      `${first}: the next preview is empty`,
      (await previewSteps(stack)).map(({ text }) => text),
      [],
    );

    await stack.setConfig("strategy", { value: second });
    const kept = (await previewSteps(stack)).filter(({ type }) => /:(UserPool|Table)$/.test(type));
    checks.equal(`${first} to ${second}: pool and table are updated in place`, kept.map(({ text }) => text).sort(), [
      "update aws:cognito/userPool:UserPool users",
      "update aws:dynamodb/table:Table pets",
    ]);
    checks.equal(`${first} to ${second}: pulumi up`, (await stack.up()).summary.result, "succeeded");
    const flipped = await readTarget(stack);
    checks.equal(`${second}: pool, client and address are the same`, flipped, { ...flipped, ...pick(target) });
    await checkPool(checks, emulator, flipped);
    await checkApi(checks, emulator, flipped);
    const others = Object.values(before).flat();
    const inventory = Object.values(await emulator.takeInventory()).flat();
    checks.equal(
      `${second}: nothing of ${first} is left`,
      inventory.filter((name) => name.includes(first) && !others.includes(name)),
      [],
    );
    const steps = (await previewSteps(stack)).filter((step) => !isTagNotReadBack(step));
    checks.equal(
      `${second}: the next preview is empty`,
      steps.map(({ text }) => text),
      [],
    );
  } finally {
    await stack.destroy();
    await stack.workspace.removeStack(stackName);
    rmSync(backend, { recursive: true });
    rmSync(join(ROOT, `Pulumi.${stackName}.yaml`), { force: true });
  }
  checks.equal(`${second}: destroy leaves nothing`, await emulator.takeInventory(), before);
}

const pick = ({ apiUrl, userPoolId, clientId }: Target) => ({ apiUrl, userPoolId, clientId });

async function checkPool(checks: Checks, emulator: Emulator, { strategy, userPoolId }: Target): Promise<void> {
  const isScopes = strategy === "access-token-scopes";
  checks.equal(
    `${strategy}: the pool has this strategy's plan, trigger and resource server`,
    await emulator.describePool(userPoolId),
    {
      triggerVersion: isScopes ? "V2_0" : "none",
      plainTrigger: "none",
      plan: isScopes ? "PLUS" : "LITE",
      resourceServers: isScopes ? ["petsapi"] : [],
    },
  );
}

/** Answers with the exit code. */
async function main(): Promise<number> {
  const endpoint = (process.env.AWS_ENDPOINT_URL ?? "").replace(/\/$/, "");
  const fault = await findFault(endpoint);
  if (fault !== undefined) {
    console.error(`test:deploy cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  // The stack is taken down first, also after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`error: stopped by ${signal}`)));
  const checks = new Checks(stop.signal);
  for (const [i, first] of names.entries()) {
    if (stop.signal.aborted) break;
    const second = names[(i + 1) % names.length] ?? first;
    console.log(`${first}, then ${second} in its place`);
    try {
      await checkStack(checks, endpoint, first, second);
    } catch (error) {
      const lines = String(error)
        .split("\n")
        .filter((line) => /error/i.test(line));
      console.log(`  FAIL  ${first}, then ${second}: did not run to its end\n        ${lines.slice(0, 10).join("\n        ")}`);
      checks.failed++;
    }
  }
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed > 0 || checks.passed === 0 ? 1 : 0;
}

// An operation of the Automation API that was interrupted leaves a watcher behind, which would keep the process alive.
void main().then((code) => process.exit(code));
