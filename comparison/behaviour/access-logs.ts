import type { Deployment } from "../deployed/deployment";
import { type AccessLine, parseAccessLine } from "../latency/access-log";
import { createReadMessages, readLog } from "../latency/log-reader";
import { judgeRequest } from "./deciders";
import type { Finding } from "./report";

interface Unfinished {
  readonly findings: readonly Finding[];
  /** Of the first of them, in milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly signal: AbortSignal;
}

/** AWS names no bound; most lines are there within seconds. */
const PATIENCE = { pauseMs: 5000, limitMs: 120_000 };

/**
 * Adds to findings who decided, where the access log on AWS tells. A line has the latency of an authorizer that was called, and none
 * («-») or 0 where API Gateway answered by itself or by what it kept; that is assumed, no page says it.
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
    const found = await readLog(
      {
        logGroup,
        startedAtMs,
        parse(message) {
          const line = parseAccessLine(message);
          return line !== undefined && wanted.has(line.requestId) ? line : undefined;
        },
        isDone: (count) => count >= wanted.size,
      },
      read,
      PATIENCE,
      signal,
    );
    for (const line of found) lines.set(line.requestId, line);
  }
  return findings.map((finding) => {
    const line = wanted.has(finding.requestId ?? "") ? lines.get(finding.requestId ?? "") : undefined;
    const decidedBy = line && judgeRequest(true, (line.authorizerLatencyMs ?? 0) > 0, finding);
    return decidedBy === undefined ? finding : { ...finding, decidedBy, reason: "by the access log" };
  });
}
