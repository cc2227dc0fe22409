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
