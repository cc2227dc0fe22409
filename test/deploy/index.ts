import { DescribeUserPoolCommand, paginateListResourceServers } from "@aws-sdk/client-cognito-identity-provider";
import type { Stack } from "@pulumi/pulumi/automation";
import { type Clients, createClients } from "../../comparison/deployed/clients";
import { collect } from "../../comparison/deployed/requests";
import { errorLines } from "../../comparison/deployed/stack";
import type { TargetStack } from "../../comparison/target/target-stack";
import { createNamedUsers } from "../../comparison/target/test-users";
import { exitOnceWritten } from "../../config/command-line";
import program from "../../index";
import { readState } from "../../recovery/state";
import { strategies } from "../../strategies";
import type { Strategy } from "../../strategies/strategy";
import { Checks } from "../emulator/checks";
import { listNames } from "../emulator/inventory";
import { connect, findEmulator, REGION, withStack } from "../emulator/stack";
import { people } from "../emulator/users";
import { checkAccount } from "./account";
import { checkApi } from "./api-checks";
import { changeOver } from "./change-over";
import { checkEverythingOn } from "./everything-on";
import { checkInterruptions } from "./interruptions";
import { isTagNotReadBack, previewChanges } from "./preview";
import { checkProtection } from "./protection";

/**
 * Deploys each strategy into an emulator with the real CLI, calls the API as its clients would, switches to the next strategy in place,
 * and destroys everything again; then interrupts another stack and recovers it. Needs `pulumi` on the PATH and AWS_ENDPOINT_URL.
 * Prints one line for each check.
 */

const names = program.strategyNames;

/** The parts of this suite, each with its own stacks. Half of the time the CLI and the provider wait for each other. */
const AT_ONCE = 2;

/** One throw-away stack: `first`, then `second` in its place, then nothing. */
async function checkStack(checks: Checks, endpoint: string, first: string, second: string): Promise<void> {
  const clients = createClients(REGION, endpoint);
  const { cognito } = clients;
  const stackName = await withStack(endpoint, async (stack) => {
    await stack.setConfig("strategy", { value: first });
    const { summary } = await stack.up();
    checks.equal(`${first}: pulumi up`, summary.result, "succeeded");
    const target = await connect(stack, clients, endpoint);
    const users = await createNamedUsers([target], people);
    await checkPool(checks, clients, stack, target);
    await checkApi(checks, cognito, { stack: target, contract: find(first).contract, users });
    checks.equal(`${first}: the next preview is empty`, await previewChanges(stack), []);

    await changeOver(checks, { stack, target, users, to: find(second) });
    const flipped = await connect(stack, clients, endpoint);
    checks.equal(`${second}: pool, client and address are the same`, pick(flipped), pick(target));
    await checkPool(checks, clients, stack, flipped);
    await checkApi(checks, cognito, { stack: flipped, contract: find(second).contract, users });
    checks.equal(
      `${second}: nothing of ${first} is left`,
      (await listNames(clients, stack.name)).filter((name) => name.includes(first)),
      [],
    );
    checks.equal(`${second}: the next preview is empty`, await previewChanges(stack, isTagNotReadBack), []);
  });
  checks.equal(`${second}: destroy leaves nothing`, await listNames(clients, stackName), []);
}

const pick = ({ apiUrl, userPoolId, clientId }: TargetStack) => ({ apiUrl, userPoolId, clientId });

const registered: Readonly<Record<string, Strategy>> = strategies;
function find(name: string): Strategy {
  const strategy = registered[name];
  if (strategy === undefined) throw new Error(`there is no strategy ${name}`);
  return strategy;
}

async function checkPool(
  checks: Checks,
  { cognito: client }: Clients,
  stack: Stack,
  { strategy, userPoolId: UserPoolId }: TargetStack,
): Promise<void> {
  const { userPool, permissionsInToken } = find(strategy);
  const { UserPool } = await client.send(new DescribeUserPoolCommand({ UserPoolId }));
  const { PreTokenGenerationConfig: trigger, PreTokenGeneration: plainTrigger } = UserPool?.LambdaConfig ?? {};
  const servers = paginateListResourceServers({ client }, { UserPoolId, MaxResults: 50 });
  const { resources } = readState(JSON.stringify(await stack.exportStack()));
  checks.equal(
    `${strategy}: the pool has this strategy's plan, trigger and resource server`,
    {
      triggerVersion: trigger?.LambdaVersion,
      plainTrigger: trigger === undefined ? plainTrigger : undefined,
      plan: UserPool?.UserPoolTier,
      resourceServers: (await collect(servers, ({ ResourceServers }) => ResourceServers)).map(({ Identifier }) => Identifier),
    },
    {
      triggerVersion: permissionsInToken === "groups" ? undefined : "V2_0",
      plainTrigger: undefined,
      plan: userPool.defaultPlan.toUpperCase(),
      resourceServers: resources.filter(({ type }) => type.endsWith(":ResourceServer")).map(({ outputs }) => outputs.identifier),
    },
  );
}

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const { endpoint, fault } = await findEmulator();
  if (fault !== undefined) {
    console.error(`test:deploy cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  // The stack is destroyed first, even after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`error: stopped by ${signal}`)));
  const checks = new Checks(stop.signal);
  // The longest first.
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    "a stack that is interrupted again and again": () => checkInterruptions(checks, endpoint),
    ...Object.fromEntries(
      names.flatMap((first, i) => {
        const second = names[(i + 1) % names.length] ?? first;
        return [
          [`${first} with everything on, then ${second}`, () => checkEverythingOn(checks, endpoint, find(first), find(second))],
          [`${first}, then ${second} in its place`, () => checkStack(checks, endpoint, first, second)],
        ] as const;
      }),
    ),
    "a protected stack": () => checkProtection(checks, endpoint),
    "the account's role for logs": () => checkAccount(checks, endpoint),
  };
  const waiting = Object.entries(parts);
  const runNext = async (): Promise<void> => {
    const [part, check] = waiting.shift() ?? [];
    if (part === undefined || check === undefined || stop.signal.aborted) return;
    console.log(`begins: ${part}`);
    try {
      await check();
      console.log(`ended: ${part}`);
    } catch (error) {
      console.log(`  FAIL  ${part}: did not run to its end\n        ${errorLines(error).join("\n        ")}`);
      checks.failed++;
    }
    return runNext();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runNext));
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed > 0 || checks.passed === 0 ? 1 : 0;
}

// An interrupted operation of the Automation API leaves a watcher behind, which would keep the process alive.
void main().then(exitOnceWritten);
