import { setTimeout } from "node:timers/promises";
import { type Deployment, describeTimes } from "../deployed/deployment";
import type { DeployedStack } from "../deployed/exported-state";
import { reportCalls, startAnew } from "../deployed/function-updates";
import { createTargetStack } from "../target/target-stack";
import { createNamedUsers, type NamedUser } from "../target/test-users";
import type { Compared } from "../work";
import { joinAccessLog, mergeGatewayTimes, noGatewayTimes, readAccessLog } from "./access-log";
import { createNameFunction, type FunctionCalls } from "./function-times";
import { type LoadClient, openLoadClients, readSentTokens } from "./load-client";
import {
  type CallReport,
  createReadMessages,
  type LogQuestion,
  type Patience,
  parseCallReport,
  readLog,
  readWarmDurations,
} from "./log-reader";
import { readQuotas } from "./quotas";
import type { GatewayTimes } from "./report";
import type { LatencyTarget, MeasuredSpan } from "./target";

/** Long enough for a whole run; by default the stacks' tokens have Cognito's minimum validity. */
const TOKEN_MINUTES = "60";

/** Time limit for logs. AWS guarantees none: most events arrive within seconds. An emulator has them immediately. */
const PATIENCE: Readonly<Record<Deployment["target"], Patience>> = {
  aws: { pauseMs: 5_000, limitMs: 120_000 },
  emulator: { pauseMs: 500, limitMs: 5_000 },
};
/** Consecutive reads without news after which a log counts as complete. */
const QUIET_READS = 2;

/** Time limit for a changed stage to take effect. */
const SERVED = { pauseMs: 1_000, limitMs: 60_000 } as const;

/** Deployed stacks. They are modified here, so they must be temporary. */
export async function createDeployedLatencyTarget(
  deployment: Deployment,
  { people, descriptions }: Pick<Compared, "descriptions" | "people">,
  signal: AbortSignal,
  patience: Patience = PATIENCE[deployment.target],
): Promise<LatencyTarget> {
  const { target, stacks, clients: aws } = deployment;
  const read = createReadMessages(aws.logs);
  const nameFunction = createNameFunction(descriptions);
  const users = await createNamedUsers(
    stacks.map((stack) => createTargetStack(stack, aws.cognito, signal)),
    people,
  );
  const functions = stacks.flatMap((stack) => stack.functions);
  await reportCalls(aws.lambda, functions, signal);

  const readReports: ReadReports = ({ strategy, functions }, startedAtMs, isDone, stop) =>
    Promise.all(
      functions.map(async ({ logGroup, role }) => {
        const question = { logGroup, startedAtMs, parse: parseCallReport, isDone };
        return { strategy, what: nameFunction(strategy, role), reports: await readLog(question, read, patience, stop) };
      }),
    );
  const readCalls = async (stack: DeployedStack, { startedAtMs, signal: stop }: MeasuredSpan) => {
    const isDone = (count: number, unchanged: number) => count > 0 && unchanged >= QUIET_READS;
    const found = await readReports(stack, startedAtMs, isDone, stop);
    return found.map(({ reports, ...head }) => ({ ...head, durationsMs: readWarmDurations(reports) }));
  };

  const readGateway = async ({ strategy, accessLogGroup }: DeployedStack, span: MeasuredSpan): Promise<GatewayTimes> => {
    if (accessLogGroup === undefined)
      return noGatewayTimes("no access logs here: the account has no role for API Gateway's logs");
    const requests = span.requests.filter((request) => request.strategy === strategy);
    const wanted = new Set(requests.map(({ requestId }) => requestId));
    const question = { logGroup: accessLogGroup, startedAtMs: span.startedAtMs, wanted };
    const lines = await readAccessLog(question, read, patience, span.signal);
    if (lines.length > 0) return joinAccessLog(requests, lines);
    const note = `no access logs here: none of the requests came into them within ${patience.limitMs / 1000} s`;
    return { ...joinAccessLog(requests, lines), note };
  };

  return {
    name: "deployed stacks",
    timingSource: describeTimes(deployment),
    timingMeaning:
      target === "aws"
        ? "as clients on this machine see it, with their way to that region"
        : "it compares what the emulator makes of the strategies, and says nothing of AWS's own speed",
    // An emulator bounds nothing, and may say otherwise.
    quotas: target === "aws" ? await readQuotas(aws, stacks) : [],
    measureColdStarts: (count, stop) => measureDeployedColdStarts(deployment, users, readReports, count, stop),
    async open({ authorizerCacheTtlSeconds, connections, signal: stop }) {
      await deployment.configure({
        authorizerCacheTtlSeconds: String(authorizerCacheTtlSeconds),
        accessTokenValidityMinutes: TOKEN_MINUTES,
        idTokenValidityMinutes: TOKEN_MINUTES,
      });
      // An update may have set the functions back.
      await reportCalls(aws.lambda, functions, signal);
      const { clients, close } = openLoadClients(stacks, users, connections);
      try {
        await Promise.all(clients.map((client) => waitUntilServed(client, stop)));
      } catch (error) {
        await close();
        throw error;
      }
      return {
        clients,
        readServerTimes: async (span) => ({
          functionCalls: (await Promise.all(stacks.map((stack) => readCalls(stack, span)))).flat(),
          gatewayTimes: mergeGatewayTimes(await Promise.all(stacks.map((stack) => readGateway(stack, span)))),
        }),
        close,
      };
    },
  };
}

/** A working stage refuses requests without a valid token. */
async function waitUntilServed({ strategy, get }: LoadClient, signal: AbortSignal): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += SERVED.pauseMs) {
    const { status } = await get("/pets", "none");
    if (status === 401) return;
    if (waitedMs >= SERVED.limitMs)
      throw new Error(`the stage of ${strategy} answers ${status} to a bad token after ${SERVED.limitMs / 1000} s; expected 401`);
    await setTimeout(SERVED.pauseMs, undefined, { signal });
  }
}

/** Each function's reports of calls since a time. */
type ReadReports = (
  stack: DeployedStack,
  startedAtMs: number,
  isDone: LogQuestion<CallReport>["isDone"],
  signal: AbortSignal,
) => Promise<readonly { readonly strategy: string; readonly what: string; readonly reports: readonly CallReport[] }[]>;

/** A first call's cold start with its description; undefined if it was not a first call. */
export function describeFirstCall(what: string, { initDurationMs, durationMs }: CallReport, isInitTold: boolean) {
  if (initDurationMs !== undefined) return { what, coldStartMs: initDurationMs };
  return isInitTold ? undefined : { what: `${what}, whole first call`, coldStartMs: durationMs };
}

/**
 * Repeatedly forces cold starts of all functions, signs in and lists the pets once per stack. AWS reports the init duration; an emulator
 * does not, so its figure is the whole first call and labelled accordingly.
 */
async function measureDeployedColdStarts(
  { stacks, clients: aws, target }: Deployment,
  users: readonly NamedUser[],
  readReports: ReadReports,
  count: number,
  signal: AbortSignal,
): Promise<readonly FunctionCalls[]> {
  const coldStarts: FunctionCalls[] = [];
  const { clients, close } = openLoadClients(stacks, users, 1);
  try {
    for (let number = 1; number <= count; number++) {
      signal.throwIfAborted();
      for (const { name } of stacks.flatMap(({ functions }) => functions))
        await startAnew(aws.lambda, name, `Measured, cold start ${number}`, signal);
      const startedAtMs = Date.now();
      for (const client of number % 2 === 0 ? clients : clients.toReversed()) await callFirst(client);
      const found = await Promise.all(stacks.map((stack) => readReports(stack, startedAtMs, (count) => count > 0, signal)));
      for (const { strategy, what, reports } of found.flat()) {
        const first = reports[0] && describeFirstCall(what, reports[0], target === "aws");
        if (first !== undefined) coldStarts.push({ strategy, what: first.what, durationsMs: [first.coldStartMs] });
      }
    }
  } finally {
    await close();
  }
  return coldStarts;
}

async function callFirst({ strategy, tokenUse, signIn, get }: LoadClient): Promise<void> {
  const { token } = readSentTokens(await signIn("reader"), tokenUse);
  const { status, body } = await get("/pets", token);
  if (status !== 200) throw new Error(`the first request to ${strategy} got ${status} ${body}; expected 200`);
}
