import { z } from "zod";
import { jsonText } from "../../local/json-text";

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
