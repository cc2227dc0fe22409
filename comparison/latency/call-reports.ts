import { z } from "zod";
import { jsonText } from "../../local/json-text";

/** What Lambda's log says of one call of a function that succeeded. */
export interface CallReport {
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  /** Of a cold start, if the log tells. */
  readonly initDurationMs?: number;
}

/** Source: docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, «platform.report», read 2026-11. */
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
 * Reads an event of a function's log in either of Lambda's formats, JSON or text; undefined for every other event, and in JSON for
 * calls that failed. The text does not tell of failures.
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

/** What the calls took that no instance had to start for, as far as the log tells. */
export const readWarmDurations = (reports: readonly CallReport[]): readonly number[] =>
  reports.filter(({ initDurationMs }) => initDurationMs === undefined).map(({ durationMs }) => durationMs);
