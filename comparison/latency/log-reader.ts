import { setTimeout } from "node:timers/promises";
import { type CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";

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
