import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { errorLines } from "../../comparison/deployed/stack";
import program from "../../index";
import { checkAccount } from "./account";
import { checkApi, users } from "./api-checks";
import { changeOver } from "./change-over";
import { Checks } from "./checks";
import { createEmulator, type Emulator, listNames } from "./emulator";
import { checkInterruptions } from "./interruptions";
import { checkProtection } from "./protection";
import { findEmulator, REGION, readTarget, type Target, withStack } from "./stack";

/**
 * Deploys each strategy into an emulator with the real CLI, calls the API as its clients would, flips to the next strategy in place,
 * and takes everything down again; then interrupts another stack and recovers it. Needs `pulumi` on the PATH and AWS_ENDPOINT_URL.
 * Prints one line for each check.
 */

const names = program.strategyNames;

/** Parts of this, each with stacks of its own. Half of the time the CLI and the provider wait for each other. */
const AT_ONCE = 2;

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
    if (resourcePreEvent === undefined || ["read", "same"].includes(resourcePreEvent.metadata.op)) return [];
    const { op, type, urn, diffs = [] } = resourcePreEvent.metadata;
    return [{ text: `${op} ${type} ${urn.split("::").at(-1)}`, type, changes: diffs }];
  });
}

/** MiniStack 1.5.33 takes new tags of a REST API or a stage, but answers with the ones that it was created with. */
const isTagNotReadBack = ({ type, changes }: Step) =>
  /^aws:apigateway\/(restApi|stage):/.test(type) && changes.every((change) => change === "tags" || change === "tagsAll");

/** One throw-away stack: `first`, then `second` in its place, then nothing. */
async function checkStack(checks: Checks, endpoint: string, first: string, second: string): Promise<void> {
  const emulator = createEmulator(endpoint, REGION);
  const stackName = await withStack(endpoint, async (stack) => {
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

    await changeOver(checks, emulator, stack, target, second);
    const flipped = await readTarget(stack);
    checks.equal(`${second}: pool, client and address are the same`, flipped, { ...flipped, ...pick(target) });
    await checkPool(checks, emulator, flipped);
    await checkApi(checks, emulator, flipped);
    checks.equal(
      `${second}: nothing of ${first} is left`,
      listNames(await emulator.takeInventory(stack.name)).filter((name) => name.includes(first)),
      [],
    );
    const steps = (await previewSteps(stack)).filter((step) => !isTagNotReadBack(step));
    checks.equal(
      `${second}: the next preview is empty`,
      steps.map(({ text }) => text),
      [],
    );
  });
  checks.equal(`${second}: destroy leaves nothing`, listNames(await emulator.takeInventory(stackName)), []);
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

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const { endpoint, fault } = await findEmulator();
  if (fault !== undefined) {
    console.error(`test:deploy cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  // The stack is taken down first, also after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`error: stopped by ${signal}`)));
  const checks = new Checks(stop.signal);
  // The longest first.
  const parts: Readonly<Record<string, () => Promise<void>>> = {
    "a stack that is interrupted again and again": () => checkInterruptions(checks, endpoint),
    ...Object.fromEntries(
      names.map((first, i) => {
        const second = names[(i + 1) % names.length] ?? first;
        return [`${first}, then ${second} in its place`, () => checkStack(checks, endpoint, first, second)] as const;
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

// An operation of the Automation API that was interrupted leaves a watcher behind, which would keep the process alive.
void main().then((code) => process.exit(code));
