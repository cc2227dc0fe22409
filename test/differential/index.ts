import type { Stack } from "@pulumi/pulumi/automation";
import { createClients } from "../../comparison/deployed/clients";
import { deployStack, errorLines } from "../../comparison/deployed/stack";
import { connectToEngine, expectTokens } from "../../comparison/target/target-stack";
import type { Tokens } from "../../comparison/target/tokens";
import { UNTHROTTLED } from "../../comparison/target/unthrottled";
import { exitOnceWritten } from "../../config/command-line";
import program from "../../index";
import { Checks } from "../emulator/checks";
import type { AnswerDifference } from "../emulator/known-differences";
import { connect, findEmulator, PATIENCE, REGION, withStack } from "../emulator/stack";
import { takeExpiredTokens } from "../emulator/tokens";
import { startPetsEngine } from "../support/pets";
import { compareAdministration } from "./administration-requests";
import { compareAuthorization, compareExpiredToken } from "./authorization-requests";
import { Comparison, listed } from "./comparison";
import { compareEverythingOn, type Run } from "./everything-on";
import { CORS_ORIGINS, compareGateway } from "./gateway-requests";
import { comparePets } from "./pet-requests";
import { compareSessions } from "./session-requests";
import type { Pair, Side } from "./sides";
import { compareSignIn } from "./sign-in-requests";
import { compareSignUp } from "./sign-up-requests";
import { createUsers, userOf } from "./users";

/**
 * Deploys each strategy into an emulator with the real CLI, starts the local engine beside it, sends the same requests to both and
 * prints every difference. Fails for a difference that is not listed in test/emulator/known-differences.ts, and for a listed one that no
 * longer occurs. Needs `pulumi` on the PATH and AWS_ENDPOINT_URL.
 */

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
  for (const [key, value] of [...Object.entries({ ...UNTHROTTLED, strategy }), ...origins]) {
    await stack.setConfig(key, { value }, true);
  }
  await deployStack(stack, { ...PATIENCE, stop });
}

async function compareStrategy(strategy: string, endpoint: string, { checks, occurred, stop }: Run): Promise<void> {
  const config = { ...UNTHROTTLED, corsOrigins: JSON.stringify(CORS_ORIGINS) };
  const engine = await startPetsEngine({ strategies: [strategy], config });
  try {
    await withStack(endpoint, async (stack) => {
      await deployTo(stack, strategy, stop);
      const clients = createClients(REGION, endpoint);
      const emulator: Side = { ...(await connect(stack, clients, endpoint)), name: "emulator" };
      const [served] = connectToEngine(engine);
      if (served === undefined) throw new Error("the engine serves no stack");
      const sides = { engine: { ...served, name: "engine" as const }, emulator };
      await compareSides(new Comparison(checks, sides, occurred), sides, async (side) => {
        if (side.name === "emulator") return takeExpiredTokens(clients.cognito, side, userOf("admin"));
        const tokens = expectTokens(await side.signIn(userOf("admin")));
        engine.clock.advance(2 * 60 * 60 * 1000);
        return tokens;
      });
    });
  } finally {
    await engine.stop();
  }
}

async function compareSides(
  comparison: Comparison,
  sides: Pair<Side>,
  takeExpired: (side: Side) => Promise<Tokens>,
): Promise<void> {
  await createUsers(sides);
  for (const compare of parts) await compare(comparison, sides);
  await compareExpiredToken(comparison, sides, takeExpired);
}

/** Resolves with the exit code. */
async function main(): Promise<number> {
  const { endpoint, fault } = await findEmulator();
  if (fault !== undefined) {
    console.error(`test:differential cannot run: ${fault}`);
    return 1;
  }
  const stop = new AbortController();
  // The stack is destroyed first, even after Ctrl-C.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => stop.abort(new Error(`error: stopped by ${signal}`)));
  const checks = new Checks(stop.signal);
  const occurred = new Set<AnswerDifference>();
  let hasRunToItsEnd = true;
  for (const strategy of program.strategyNames) {
    if (stop.signal.aborted) break;
    console.log(`${strategy} on the engine and on the emulator`);
    try {
      const run = { checks, occurred, stop: stop.signal };
      await compareEverythingOn(strategy, endpoint, run);
      await compareStrategy(strategy, endpoint, run);
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

/** A difference that no longer occurs must not stay listed, or the next one in its place would go unnoticed. */
function checkKnownDifferences(checks: Checks, occurred: ReadonlySet<AnswerDifference>): void {
  const gone = listed.filter((difference) => !occurred.has(difference));
  checks.equal(
    `each of the ${listed.length} known differences occurred`,
    gone.map(({ request, path, reason }) => `${request} ${path}: ${reason}`),
    [],
  );
}

// An interrupted operation of the Automation API leaves a watcher behind, which would keep the process alive.
void main().then(exitOnceWritten);
