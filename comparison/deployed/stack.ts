import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { quoteForShell } from "../../config/command-line";
import { type Configuration, ROOT } from "./configuration";
import { type Patience, runOperation } from "./operation";

const projectFile = z.looseObject({ main: z.string().optional() });

/** The CLI's working folder. */
export interface Workplace {
  /** Has the project's settings, and the stacks' configurations while there are any. */
  readonly folder: string;
  /** Besides those of this process. */
  readonly envVars: Readonly<Record<string, string>>;
}

/**
 * Creates a folder for temporary stacks of this program. In the program's own, the CLI would leave stack files and change the selected
 * stack.
 *
 * @param hasOwnState keep the stacks' state in the folder, too, instead of the CLI's backend.
 * @param program the folder of a different program.
 */
export async function createWorkplace(hasOwnState: boolean, program = ROOT): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), "pets-stacks-"));
  const { main = ".", ...project } = projectFile.parse(parse(await readFile(join(program, "Pulumi.yaml"), "utf8")));
  await writeFile(join(folder, "Pulumi.yaml"), stringify({ ...project, main: resolve(program, main) }));
  const ownState = { PULUMI_BACKEND_URL: `file://${folder}`, PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("hex") };
  return { folder, envVars: { PULUMI_SKIP_UPDATE_CHECK: "true", ...(hasOwnState ? ownState : {}) } };
}

export const removeWorkplace = ({ folder }: Workplace) => rm(folder, { recursive: true, force: true });

/** A new stack without configuration. */
export const createStack = ({ folder, envVars }: Workplace, stackName: string): Promise<Stack> =>
  LocalWorkspace.createStack({ stackName, workDir: folder }, { envVars: { ...envVars } });

/** A stack whose creation failed or was interrupted, but which may exist. */
export const findStack = ({ folder, envVars }: Workplace, stackName: string): Promise<Stack | undefined> =>
  LocalWorkspace.selectStack({ stackName, workDir: folder }, { envVars: { ...envVars } }).catch(() => undefined);

/** Sets config keys; they take effect with the next `up`. */
export const configureStack = (stack: Stack, configuration: Configuration) =>
  stack.setAllConfig(Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, { value }])));

/** `pulumi up`. @param replace URNs of resources to replace unconditionally */
export async function deployStack(
  stack: Stack,
  limits: Patience & { readonly stop: AbortSignal },
  replace: readonly string[] = [],
): Promise<void> {
  await runOperation({ ...limits, what: `pulumi up of ${stack.name}` }, (options) =>
    stack.up({ ...options, replace: [...replace] }),
  );
}

/** Destroys all resources and removes the stack. */
export async function removeStack(stack: Stack, patience: Patience): Promise<void> {
  await runOperation({ ...patience, what: `pulumi destroy of ${stack.name}` }, (options) => stack.destroy(options));
  await stack.workspace.removeStack(stack.name);
}

/** The shell command that removes a stack. */
export function describeRemoval({ folder, envVars }: Workplace, stackName: string): string {
  const { PULUMI_SKIP_UPDATE_CHECK: _unneeded, ...needed } = envVars;
  const environment = Object.entries(needed).map(([name, value]) => `${name}=${quoteForShell(value)} `);
  return `${environment.join("")}pulumi destroy --cwd ${quoteForShell(folder)} --stack ${stackName} --yes --remove`;
}

/** The error lines of a failed operation. The CLI reports errors as text only. */
export function errorLines(error: unknown): readonly string[] {
  const lines = String(error).split("\n");
  // The CLI repeats its errors while it goes on, and has them once more for themselves at its end.
  const said = lines.filter((line) => /^\s*error: /.test(line));
  const found = said.length > 0 ? said : lines.filter((line) => /error/i.test(line));
  return [...new Set(found.map((line) => line.trim()))].slice(0, 10);
}
