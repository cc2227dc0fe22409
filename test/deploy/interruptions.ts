import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { type Clients, createClients } from "../../comparison/deployed/clients";
import { ROOT } from "../../comparison/deployed/configuration";
import { deployStack } from "../../comparison/deployed/stack";
import { expectTokens, type TargetStack } from "../../comparison/target/target-stack";
import { inventUser, type TestUser } from "../../comparison/target/test-users";
import { readState } from "../../recovery/state";
import type { Checks } from "../emulator/checks";
import { listNames } from "../emulator/inventory";
import { connect, PATIENCE, REGION, withStack } from "../emulator/stack";
import { type Gate, withGate } from "./gate";
import { interrupt, type Moment } from "./interruption";
import { knownParts, listParts } from "./parts";

interface Interruption extends Moment {
  readonly what: string;
  /** The types that are left behind at least; what is in progress meanwhile, such as a function, may be left as well. */
  readonly leaves: readonly string[];
}

/** The stack is created with the first; the other one adds a trigger and a resource server in an update. */
const CREATED = "id-token-lambda-authorizer";
const ADDED = "access-token-scopes";

/** Interruptions of one creation: each continues where the previous one stopped, and gets a little further. */
const creations: readonly Interruption[] = [
  {
    what: "what an account has one list of",
    manner: "kill -9",
    operations: [/^CreateTable/, /^CreateUserPool /, /^POST \/restapis /, /^CreateRole/, /^CreateLogGroup/],
    leaves: ["LogGroup", "RestApi", "Role", "Table", "UserPool"],
  },
  {
    what: "the first parts of these",
    manner: "Ctrl-C twice",
    operations: [
      /^PutRolePolicy/,
      /^CreateLogGroup .*API-Gateway-Execution-Logs/,
      /^CreateUserPoolClient/,
      /^CreateGroup/,
      /^POST \/restapis\/\w+\/resources\//,
      /^POST \/restapis\/\w+\/models/,
      /^PUT \/restapis\/\w+\/gatewayresponses/,
    ],
    leaves: ["LogGroup", "Model", "Resource", "UserGroup", "UserPoolClient"],
  },
  {
    what: "functions and preflights",
    manner: "kill -9",
    operations: [/^POST \/2015-03-31\/functions /, /^PUT \S+\/methods\/OPTIONS /],
    leaves: ["Function", "Method"],
  },
  {
    what: "permissions, an authorizer and a preflight's answer",
    manner: "kill -9",
    operations: [
      /^POST \/2015-03-31\/functions\/\S+\/policy /,
      /^POST \/restapis\/\w+\/authorizers /,
      /^PUT \S+\/methods\/OPTIONS\/responses/,
      /^PUT \S+\/methods\/OPTIONS\/integration /,
    ],
    leaves: ["MethodResponse"],
  },
  { what: "a route", manner: "kill -9", operations: [/^PUT \S+\/methods\/GET /], leaves: ["Method"] },
  { what: "the stage", manner: "kill -9", operations: [/^POST \S+\/stages /], leaves: ["Stage"] },
  { what: "the stage's settings", manner: "Ctrl-C", operations: [/^PATCH \S+\/stages\/live /], leaves: [] },
];

/** Interruptions of an update that adds a standby strategy. */
const updates: readonly Interruption[] = [
  { what: "the user pool's new settings", manner: "kill -9", operations: [/^UpdateUserPool /], leaves: [] },
  { what: "a resource server", manner: "kill -9", operations: [/^CreateResourceServer /], leaves: ["ResourceServer"] },
];

const destroy: Interruption = {
  what: "the end of the stage",
  manner: "kill -9",
  operations: [/^DELETE \S+\/stages\/live /],
  leaves: [],
};

/** Runs `npm run recover` in the folder of a stack, as from a shell. */
function recover({ name, workspace: { workDir, envVars } }: Stack): Promise<{ readonly code: number; readonly output: string }> {
  const command = ["--no-warnings", "--require", join(ROOT, "node_modules/ts-node/register"), join(ROOT, "recovery/cli.ts")];
  const env = { ...process.env, ...envVars, TS_NODE_PROJECT: join(ROOT, "tsconfig.json") };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...command, "--stack", name, "--yes"], { cwd: workDir, env }, (_, out, err) =>
      resolve({ code: child.exitCode ?? 1, output: `${out}${err}` }),
    );
  });
}

const deletedTypes = (output: string): readonly string[] =>
  [...output.matchAll(/^ {2}deleted: (\w+) /gm)].map(([, type = ""]) => type);

async function checkInterruption(
  checks: Checks,
  stack: Stack,
  gate: Gate,
  { what, leaves, ...moment }: Interruption,
  operate: Parameters<typeof interrupt>[4],
): Promise<void> {
  const name = `${moment.manner} while the answer for ${what} is under way`;
  await interrupt(stack.name, gate, moment, checks.stop, operate);
  if (moment.manner === "kill -9") {
    // The killed CLI has left its lock.
    if (leaves.length > 0) {
      const { code, output } = await recover(stack);
      checks.equal(`${name}: recover waits for pulumi cancel`, [code, output.includes("pulumi cancel")], [1, true]);
    }
    await stack.cancel();
  }
  const { code, output } = await recover(stack);
  const missing = leaves.filter((type) => !deletedTypes(output).includes(type));
  checks.equal(`${name}: recover deletes ${leaves.join(", ") || "nothing"}`, [code, missing], [0, []]);
  if (code !== 0) console.log(output);
  if (leaves.length === 0) checks.equal(`${name}: there is nothing to recover`, output.includes("nothing to recover"), true);
}

async function checkRecovered(checks: Checks, stack: Stack, clients: Clients): Promise<void> {
  const { changeSummary } = await stack.preview();
  checks.equal(
    "after all of them the next preview is empty",
    Object.keys(changeSummary).filter((op) => op !== "same" && op !== "read"),
    [],
  );
  const state = readState(JSON.stringify(await stack.exportStack()));
  checks.equal("API and pool have what the state knows, and nothing else", await listParts(clients, state), knownParts(state));
}

async function checkService(checks: Checks, { tokenUse, signIn, ask }: TargetStack, user: TestUser): Promise<void> {
  const headers = { Authorization: `Bearer ${expectTokens(await signIn(user))[tokenUse]}` };
  checks.equal("a request is served", (await ask("/pets", { headers })).status, 200);
}

/**
 * Interrupts a stack's creation, its update to another strategy and its deletion, each time after AWS has done what was requested and
 * before the CLI has heard of it, and recovers it.
 */
export async function checkInterruptions(checks: Checks, endpoint: string): Promise<void> {
  const clients = createClients(REGION, endpoint);
  const stackName = await withGate(endpoint, (gate) =>
    withStack(gate.endpoint, async (stack) => {
      const limits = { ...PATIENCE, stop: checks.stop };
      const up = (options: Parameters<Stack["up"]>[0]) => stack.up(options);
      await stack.setConfig("strategy", { value: CREATED });
      for (const creation of creations) await checkInterruption(checks, stack, gate, creation, up);
      await deployStack(stack, limits);
      await checkRecovered(checks, stack, clients);
      const admin = inventUser(["PetsAdmins"]);
      const target = await connect(stack, clients, endpoint);
      await target.createUser(admin);
      await checkService(checks, target, admin);

      await stack.setConfig("standbyStrategy", { value: ADDED });
      for (const update of updates) await checkInterruption(checks, stack, gate, update, up);
      await deployStack(stack, limits);
      await checkRecovered(checks, stack, clients);
      await checkService(checks, await connect(stack, clients, endpoint), admin);

      await checkInterruption(checks, stack, gate, destroy, (options) => stack.destroy(options));
    }),
  );
  checks.equal("destroy leaves nothing of what was interrupted", await listNames(clients, stackName), []);
}
