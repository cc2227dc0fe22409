import { paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import type { Decider } from "../../strategies/contract";
import type { Deployment } from "../deployed/deployment";
import type { DeployedFunction, DeployedStack } from "../deployed/exported-state";
import { type AccessLine, readAccessLog } from "../latency/access-log";
import { createReadMessages } from "../latency/log-reader";
import { readAnswer, type Witness } from "./lab";
import type { Finding } from "./report";

type Answer = Pick<Finding, "isPassed" | "message">;

/**
 * Message of a refusal by policy; any other 403 is API Gateway's own, such as for an unknown path. On a deployed stack nothing but this
 * text of AWS tells them apart.
 */
const POLICY_REFUSAL = "User is not authorized to access this resource";

/** Determines who decided a request. */
export function judgeRequest(
  hasAuthorizer: boolean,
  wasCalled: boolean | undefined,
  { isPassed, message }: Answer,
): Decider | undefined {
  if (!hasAuthorizer) return "API Gateway";
  if (wasCalled === undefined) return undefined;
  if (wasCalled) return "authorizer function";
  return isPassed || message?.startsWith(POLICY_REFUSAL) ? "cached policy" : "API Gateway";
}

/** Determines who decided a sign-in or refresh. */
export function judgeSignIn(hasTrigger: boolean, wasCalled: boolean | undefined): Decider | undefined {
  if (!hasTrigger) return "Cognito";
  if (wasCalled === undefined) return undefined;
  return wasCalled ? "trigger function" : "Cognito";
}

/** Calls of a function during a request, from its log. */
interface Calls {
  readonly wasCalled: boolean;
  /** Why a function said no, which it does not tell whoever asked. */
  readonly reasons: readonly string[];
}

/**
 * Sends a request and reports whether the function with a role was called: never if the stack has none, undefined if its log does not
 * show it in time.
 */
export type Watch = <T>(
  role: DeployedFunction["role"],
  ask: () => Promise<T>,
) => Promise<{ readonly answer: T; readonly calls: Calls | undefined }>;

const NOT_CALLED: Calls = { wasCalled: false, reasons: [] };
/** Limits how much log is read; entries of the previous request are recognized by their stream. */
const EARLIER_MS = 1000;
/** What Lambda and our functions write into a log, which is text; there is nothing else to read of a deployed function's call. */
const START = /^START RequestId: /;
const REASON = /\breason"?: ?["'](.+?)["'](?=,|\s*\})/;

/**
 * Reads the functions' logs after each request, one request at a time. An emulator writes them before responding, one stream per call.
 * AWS writes them later, and these functions log no line per call there.
 */
export function createWatch({ target, clients: { logs: client } }: Deployment, { functions }: DeployedStack): Watch {
  const seen = new Set<string>();
  const look = async ({ logGroup: logGroupName }: DeployedFunction, startTime: number): Promise<Calls> => {
    const streams = new Set<string>();
    const reasons: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime })) {
      for (const { logStreamName = "", message = "" } of events.filter((event) => !seen.has(event.logStreamName ?? ""))) {
        if (START.test(message)) streams.add(logStreamName);
        reasons.push(...(REASON.exec(message)?.slice(1) ?? []));
      }
    }
    for (const stream of streams) seen.add(stream);
    return { wasCalled: streams.size > 0, reasons };
  };
  let last: Promise<unknown> = Promise.resolve();
  return (role, ask) => {
    const watched = last.then(async () => {
      const fn = functions.find((one) => one.role === role);
      const startedAtMs = Date.now();
      const answer = await ask();
      if (fn === undefined) return { answer, calls: NOT_CALLED };
      return { answer, calls: target === "aws" ? undefined : await look(fn, startedAtMs - EARLIER_MS) };
    });
    last = watched.catch(() => undefined);
    return watched;
  };
}

/** Determines who decided from the logs of a stack's functions, as far as possible. */
export function createDeployedWitness(deployment: Deployment, stack: DeployedStack): Witness {
  const watch = createWatch(deployment, stack);
  const has = (role: DeployedFunction["role"]) => stack.functions.some((fn) => fn.role === role);
  return {
    async watchRequest(ask) {
      const { answer, calls } = await watch("authorizer", ask);
      const { status, message } = readAnswer(answer);
      // Neither function behind a route nor request validation says any of these.
      const isPassed = ![401, 403, 429].includes(status) && status < 500;
      const decidedBy = judgeRequest(has("authorizer"), calls?.wasCalled, { isPassed, message });
      const requestId = deployment.target === "aws" ? answer.headers.get("x-amzn-requestid") : null;
      return {
        answer,
        evidence: {
          isPassed,
          ...describeDecider(decidedBy, has("authorizer"), calls?.reasons),
          ...(requestId === null ? {} : { requestId }),
        },
      };
    },
    async watchSignIn(ask) {
      const { answer, calls } = await watch("trigger", ask);
      return { answer, evidence: describeDecider(judgeSignIn(has("trigger"), calls?.wasCalled), has("trigger"), calls?.reasons) };
    },
  };
}

/** If only one could decide, no log is needed. */
function describeDecider(decidedBy: Decider | undefined, hasFunction: boolean, reasons: readonly string[] = []) {
  if (decidedBy === undefined) return { reason: "the function's log did not show it in time" };
  const evidence = hasFunction ? "by the log of the function that decides" : "no function decides here";
  return { decidedBy, reason: [evidence, ...reasons.map((reason) => `it logged: ${reason}`)].join("; ") };
}

interface Unfinished {
  readonly findings: readonly Finding[];
  /** Of the first of them, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly signal: AbortSignal;
}

/** AWS guarantees no limit; most lines arrive within seconds. */
const PATIENCE = { pauseMs: 5000, limitMs: 120_000 };

/**
 * Adds who decided to findings, from the access log on AWS. A line has the latency of an authorizer that was called, and none ("-") or 0
 * if API Gateway decided on its own or from its cache; this is assumed, not documented.
 */
export async function readDeciders(
  { target, stacks, clients }: Deployment,
  { findings, startedAtMs, signal }: Unfinished,
): Promise<readonly Finding[]> {
  const wanted = new Set(findings.flatMap(({ decidedBy, requestId }) => (decidedBy === undefined ? (requestId ?? []) : [])));
  if (target !== "aws" || wanted.size === 0) return findings;
  const read = createReadMessages(clients.logs);
  const lines = new Map<string, AccessLine>();
  for (const { accessLogGroup: logGroup, functions } of stacks) {
    if (logGroup === undefined || !functions.some(({ role }) => role === "authorizer")) continue;
    const found = await readAccessLog({ logGroup, startedAtMs, wanted }, read, PATIENCE, signal);
    for (const line of found) lines.set(line.requestId, line);
  }
  return findings.map((finding) => {
    const line = wanted.has(finding.requestId ?? "") ? lines.get(finding.requestId ?? "") : undefined;
    const decidedBy = line && judgeRequest(true, (line.authorizerLatencyMs ?? 0) > 0, finding);
    return decidedBy === undefined ? finding : { ...finding, decidedBy, reason: "by the access log" };
  });
}
