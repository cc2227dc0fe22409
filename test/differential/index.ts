import type { Stack } from "@pulumi/pulumi/automation";
import { deployStack, errorLines } from "../../comparison/deployed/stack";
import program from "../../index";
import type { Engine } from "../../local/engine";
import { Checks } from "../deploy/checks";
import { createEmulator } from "../deploy/emulator";
import { findEmulator, PATIENCE, REGION, readTarget, withStack } from "../deploy/stack";
import { startPetsEngine } from "../support/pets";
import { compareAdministration } from "./administration-requests";
import { compareAuthorization, compareExpiredToken } from "./authorization-requests";
import { Comparison } from "./comparison";
import { CORS_ORIGINS, compareGateway } from "./gateway-requests";
import { type KnownDifference, knownDifferences } from "./known-differences";
import { createPeople } from "./people";
import { comparePets } from "./pet-requests";
import { compareSessions } from "./session-requests";
import type { Pair, Side } from "./sides";
import { compareSignIn } from "./sign-in-requests";
import { compareSignUp } from "./sign-up-requests";

/**
 * Deploys each strategy into an emulator with the real CLI, starts the local engine beside it, sends the same requests to both and
 * prints every difference. One that known-differences.ts does not list fails, and so does one that it lists and that is gone. Needs
 * `pulumi` on the PATH and AWS_ENDPOINT_URL.
 */

/** The same on both sides. Nothing is throttled. */
const SETTINGS = { throttleRatePerSecond: "10000", throttleBurst: "5000" } as const;

const parts = [
  compareAuthorization,
  compareGateway,
  comparePets,
  compareSignUp,
  compareSignIn,
  compareSessions,
  compareAdministration,
] as const;

async function deployTo(stack: Stack, strategy: string, stop: AbortSignal): Promise<void> {
  const origins = CORS_ORIGINS.map((origin, i) => [`corsOrigins[${i}]`, origin] as const);
  for (const [key, value] of [...Object.entries({ ...SETTINGS, strategy }), ...origins]) {
    await stack.setConfig(key, { value }, true);
  }
  await deployStack(stack, { ...PATIENCE, stop });
}

function describeEngine({ url, stacks: [stack] }: Engine): Side {
  const client = stack?.pool.clients[0];
  if (stack === undefined || client === undefined) throw new Error("the engine serves no stack with a user pool client");
  const { strategy, apiUrl, tokenUse, pool } = stack;
  const clients = createEmulator(url, REGION);
  return { name: "engine", endpoint: url, clients, strategy, apiUrl, tokenUse, userPoolId: pool.id, clientId: client.id };
}

async function compareStrategy(
  strategy: string,
  endpoint: string,
  { checks, occurred, stop }: { readonly checks: Checks; readonly occurred: Set<KnownDifference>; readonly stop: AbortSignal },
): Promise<void> {
  const config = { ...SETTINGS, corsOrigins: JSON.stringify(CORS_ORIGINS) };
  const engine = await startPetsEngine({ strategies: [strategy], config });
  try {
    await withStack(endpoint, async (stack) => {
      await deployTo(stack, strategy, stop);
      const target = await readTarget(stack);
      const emulator: Side = { ...target, name: "emulator", endpoint, clients: createEmulator(endpoint, REGION) };
      const sides = { engine: describeEngine(engine), emulator };
      await compareSides(sides, engine, new Comparison(checks, sides, occurred));
    });
  } finally {
    await engine.stop();
  }
}

async function compareSides(sides: Pair<Side>, engine: Engine, comparison: Comparison): Promise<void> {
  await createPeople(sides);
  for (const compare of parts) await compare(comparison, sides);
  await compareExpiredToken(comparison, sides, async ({ name, userPoolId, clientId, clients }) => {
    if (name === "emulator") return clients.takeExpiredTokens(userPoolId, clientId, "admin@example.org");
    const tokens = await clients.signIn(clientId, "admin@example.org");
    engine.clock.advance(2 * 60 * 60 * 1000);
    return tokens;
  });
}

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const { endpoint, fault } = await findEmulator();
  if (fault !== undefined) {
    console.error(`test:differential cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  // The stack is taken down first, also after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`error: stopped by ${signal}`)));
  const checks = new Checks(stop.signal);
  const occurred = new Set<KnownDifference>();
  let hasRunToItsEnd = true;
  for (const strategy of program.strategyNames) {
    if (stop.signal.aborted) break;
    console.log(`${strategy} on the engine and on the emulator`);
    try {
      await compareStrategy(strategy, endpoint, { checks, occurred, stop: stop.signal });
    } catch (error) {
      console.log(`  FAIL  ${strategy}: did not run to its end\n        ${errorLines(error).join("\n        ")}`);
      checks.failed++;
      hasRunToItsEnd = false;
    }
  }
  if (hasRunToItsEnd && !stop.signal.aborted) checkKnownDifferences(checks, occurred);
  console.log(`${checks.passed} passed, ${checks.failed} failed`);
  return checks.failed > 0 || checks.passed === 0 ? 1 : 0;
}

/** A difference that is gone must not stay listed: the next one in its place would go unseen. */
function checkKnownDifferences(checks: Checks, occurred: ReadonlySet<KnownDifference>): void {
  const gone = knownDifferences.filter((difference) => !occurred.has(difference));
  checks.equal(
    `each of the ${knownDifferences.length} known differences occurred`,
    gone.map(({ request, place, reason }) => `${request} ${place}: ${reason}`),
    [],
  );
}

// An operation of the Automation API that was interrupted leaves a watcher behind, which would keep the process alive.
void main().then((code) => process.exit(code));
