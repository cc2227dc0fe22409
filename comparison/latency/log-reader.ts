import { setTimeout } from "node:timers/promises";
import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { z } from "zod";
import { jsonText } from "../../local/json-text";

/** How long to wait for logs, which arrive seconds late. */
export interface Patience {
  readonly pauseMs: number;
  readonly limitMs: number;
}

export interface LogQuestion<T> {
  readonly logGroup: string;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Undefined for events that are not asked for. */
  parse(message: string): T | undefined;
  /** Whether nothing more is to be expected; told how many were found, and how often in a row there was nothing new. */
  isDone(count: number, unchanged: number): boolean;
}

/** Messages of a log group since a time. */
export type ReadMessages = (logGroup: string, startedAtMs: number) => Promise<readonly string[]>;

export const createReadMessages =
  (client: CloudWatchLogsClient): ReadMessages =>
  async (logGroup, startedAtMs) => {
    const messages: string[] = [];
    const pages = paginateFilterLogEvents({ client }, { logGroupName: logGroup, startTime: startedAtMs });
    for await (const { events = [] } of pages) messages.push(...events.flatMap(({ message }) => message ?? []));
    return messages;
  };

/** Polls a log until it is complete or the time limit is reached; resolves with the latest content. */
export async function readLog<T>(
  { logGroup, startedAtMs, parse, isDone }: LogQuestion<T>,
  read: ReadMessages,
  { pauseMs, limitMs }: Patience,
  signal: AbortSignal,
): Promise<readonly T[]> {
  let before = 0;
  let unchanged = 0;
  for (let waitedMs = 0; ; waitedMs += pauseMs) {
    const found = (await read(logGroup, startedAtMs)).flatMap((message) => parse(message) ?? []);
    unchanged = found.length === before ? unchanged + 1 : 0;
    if (isDone(found.length, unchanged) || waitedMs + pauseMs > limitMs) return found;
    before = found.length;
    await setTimeout(pauseMs, undefined, { signal });
  }
}

/** Lambda's log report of one successful call. */
export interface CallReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  /** Of a cold start, if the log tells. */
  readonly initDurationMs?: number;
}

/** Source: docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, "platform.report", read 2026-11. */
const platformReport = z.object({
  type: z.literal("platform.report"),
  record: z.object({
    requestId: z.string(),
    status: z.literal("success"),
    metrics: z.object({ durationMs: z.number(), billedDurationMs: z.number(), initDurationMs: z.number().optional() }),
  }),
});
const reportText = jsonText.pipe(platformReport);

const TEXT = /^REPORT RequestId: (\S+)\s+Duration: ([\d.]+) ms\s+Billed Duration: ([\d.]+) ms/;
const INIT_TEXT = /\bInit Duration: ([\d.]+) ms/;

/**
 * Parses a report in a function's log, in JSON or text format; undefined for other events and, in JSON, for failed calls. The text format
 * does not show failures.
 * Source of the text: docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html, read 2026-11.
 */
export function parseCallReport(message: string): CallReport | undefined {
  const { data } = reportText.safeParse(message);
  if (data !== undefined) {
    const { requestId, metrics } = data.record;
    const { durationMs, billedDurationMs, initDurationMs } = metrics;
    return { requestId, durationMs, billedDurationMs, ...(initDurationMs === undefined ? {} : { initDurationMs }) };
  }
  const [, requestId, durationMs, billedDurationMs] = TEXT.exec(message) ?? [];
  if (requestId === undefined) return undefined;
  const init = INIT_TEXT.exec(message)?.[1];
  return {
    requestId,
    durationMs: Number(durationMs),
    billedDurationMs: Number(billedDurationMs),
    ...(init === undefined ? {} : { initDurationMs: Number(init) }),
  };
}

/** Durations of warm calls, as far as logged. */
export const readWarmDurations = (reports: readonly CallReport[]): readonly number[] =>
  reports.filter(({ initDurationMs }) => initDurationMs === undefined).map(({ durationMs }) => durationMs);
