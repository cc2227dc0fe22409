import { z } from "zod";
import { jsonText } from "../../local/json-text";
import { type LogQuestion, type Patience, type ReadMessages, readLog } from "./log-reader";
import type { GatewayTime, GatewayTimes } from "./report";
import { percentileOf, percentilesFor } from "./statistics";
import type { MeasuredRequest } from "./target";

/** API Gateway writes all values as strings, and "-" for missing ones. */
const latency = z.string().transform((text) => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined));

/** The fields used here of ACCESS_LOG_FORMAT in infrastructure/stage.ts. */
const accessLine = jsonText.pipe(
  z.object({
    requestId: z.string(),
    authorizerLatencyMs: latency,
    integrationLatencyMs: latency,
    responseLatencyMs: latency,
  }),
);

/** API Gateway's times of one request in milliseconds; undefined for parts that were not reached. */
export type AccessLine = z.infer<typeof accessLine>;

/** Parses an access log line; undefined for anything else. */
export const parseAccessLine = (message: string): AccessLine | undefined => accessLine.safeParse(message).data;

/** What the log has of the wanted requests, by their ids, as soon as it has them all. */
export const readAccessLog = (
  {
    logGroup,
    startedAtMs,
    wanted,
  }: Pick<LogQuestion<AccessLine>, "logGroup" | "startedAtMs"> & { readonly wanted: ReadonlySet<string> },
  read: ReadMessages,
  patience: Patience,
  signal: AbortSignal,
): Promise<readonly AccessLine[]> => {
  const parse = (message: string) => {
    const line = parseAccessLine(message);
    return line !== undefined && wanted.has(line.requestId) ? line : undefined;
  };
  return readLog({ logGroup, startedAtMs, parse, isDone: (count) => count >= wanted.size }, read, patience, signal);
};

const PARTS = [
  { what: "authorizer", of: (line: AccessLine) => line.authorizerLatencyMs },
  { what: "integration", of: (line: AccessLine) => line.integrationLatencyMs },
  { what: "whole answer", of: (line: AccessLine) => line.responseLatencyMs },
] as const;

/** Joins measured requests with log lines by id; requests without a line are counted as missing. */
export function joinAccessLog(requests: readonly MeasuredRequest[], lines: readonly AccessLine[]): GatewayTimes {
  const byId = new Map(lines.map((line) => [line.requestId, line]));
  const found = requests.flatMap((request) => {
    const line = byId.get(request.requestId);
    return line === undefined ? [] : [{ ...request, line }];
  });
  const series = new Map<
    string,
    { readonly head: Pick<GatewayTime, "strategy" | "scenario" | "what">; readonly valuesMs: number[] }
  >();
  for (const { strategy, scenario, line } of found) {
    for (const { what, of } of PARTS) {
      const valueMs = of(line);
      if (valueMs === undefined) continue;
      const key = `${strategy} ${scenario} ${what}`;
      const one = series.get(key) ?? { head: { strategy, scenario, what }, valuesMs: [] };
      one.valuesMs.push(valueMs);
      series.set(key, one);
    }
  }
  const times = Array.from(series.values(), ({ head, valuesMs }) => ({
    ...head,
    n: valuesMs.length,
    percentiles: percentilesFor(valuesMs.length).map((p) => ({ p, valueMs: percentileOf(valuesMs, p) })),
  }));
  return { times, asked: requests.length, missing: requests.length - found.length };
}

export const noGatewayTimes = (note: string): GatewayTimes => ({ times: [], asked: 0, missing: 0, note });

/** Merges those of several spans with distinct scenarios. */
export function mergeGatewayTimes(all: readonly GatewayTimes[]): GatewayTimes {
  const notes = [...new Set(all.flatMap(({ note }) => note ?? []))];
  return {
    times: all.flatMap(({ times }) => times),
    asked: all.reduce((sum, { asked }) => sum + asked, 0),
    missing: all.reduce((sum, { missing }) => sum + missing, 0),
    ...(notes.length === 0 ? {} : { note: notes.join("; ") }),
  };
}
