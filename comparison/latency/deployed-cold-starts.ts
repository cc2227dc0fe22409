import type { Deployment } from "../deployed/deployment";
import type { DeployedStack } from "../deployed/exported-state";
import { startAllAnew } from "../deployed/function-updates";
import type { NamedUser } from "../target/test-users";
import { type CallReport, parseCallReport } from "./call-reports";
import type { FunctionCalls, NameFunction } from "./function-times";
import { type LoadClient, openLoadClients, readSentTokens } from "./load-client";
import { type Patience, type ReadMessages, readLog } from "./log-reader";

interface Deployed {
  readonly deployment: Deployment;
  readonly users: readonly NamedUser[];
  readonly nameFunction: NameFunction;
  readonly read: ReadMessages;
  readonly patience: Patience;
}

/** A first call's cold start with its description; undefined if it was not a first call. */
export function describeFirstCall(what: string, { initDurationMs, durationMs }: CallReport, isInitTold: boolean) {
  if (initDurationMs !== undefined) return { what, coldStartMs: initDurationMs };
  return isInitTold ? undefined : { what: `${what}, whole first call`, coldStartMs: durationMs };
}

/**
 * Repeatedly forces cold starts of all functions, signs in and lists the pets once per stack. AWS reports the init duration; an emulator
 * does not, so its figure is the whole first call and labelled accordingly.
 */
export async function measureDeployedColdStarts(
  { deployment, users, nameFunction, read, patience }: Deployed,
  count: number,
  signal: AbortSignal,
): Promise<readonly FunctionCalls[]> {
  const { stacks, clients: aws, target } = deployment;
  const coldStarts: FunctionCalls[] = [];
  const { clients, close } = openLoadClients(stacks, users, 1);
  try {
    for (let number = 1; number <= count; number++) {
      signal.throwIfAborted();
      for (const { functions } of stacks) await startAllAnew(aws.lambda, functions, number, signal);
      const startedAtMs = Date.now();
      for (const client of number % 2 === 0 ? clients : clients.toReversed()) await callFirst(client);
      for (const stack of stacks) {
        for (const { what, report } of await readFirstCalls(stack, startedAtMs)) {
          const first = describeFirstCall(what, report, target === "aws");
          if (first !== undefined)
            coldStarts.push({ strategy: stack.strategy, what: first.what, durationsMs: [first.coldStartMs] });
        }
      }
    }
  } finally {
    await close();
  }
  return coldStarts;

  async function readFirstCalls({ strategy, functions }: DeployedStack, startedAtMs: number) {
    const calls = functions.map(async ({ logGroup, role }) => {
      const question = { logGroup, startedAtMs, parse: parseCallReport, isDone: (count: number) => count > 0 };
      const reports = await readLog(question, read, patience, signal);
      return reports.slice(0, 1).map((report) => ({ what: nameFunction(strategy, role), report }));
    });
    return (await Promise.all(calls)).flat();
  }
}

async function callFirst({ strategy, tokenUse, signIn, get }: LoadClient): Promise<void> {
  const { token } = readSentTokens(await signIn("reader"), tokenUse);
  const { status, body } = await get("/pets", token);
  if (status !== 200) throw new Error(`the first request to ${strategy} got ${status} ${body}; expected 200`);
}
