import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AccessControl } from "../../config/access-rules";
import { applyPermissionMap } from "../../config/permission-map";
import { tryTwice } from "./attempts";
import { type Environment, requireVariable } from "./environment";

/** Two attempts and the rest of a sign-in stay below the 5 seconds that Cognito waits for a trigger. */
const ATTEMPT_TIMEOUT_MS = 500;
/** After a failure, so that an outage does not slow down every request. */
const RETRY_MS = 5000;
/** The same without a good map, while nothing is granted: strangers' requests must not use up Parameter Store's quota. */
const FIRST_RETRY_MS = 1000;

/**
 * How long the last good map is used beyond its time to live: long enough to correct a mistaken change or for Parameter Store to
 * recover, and shorter than tokens live by default, so that permissions that somebody tried to take away do not stay.
 */
export const MAX_STALE_MS = 15 * 60_000;

export type ReadParameter = () => Promise<string>;

function createReader(environment: Environment, client = new SSMClient({ maxAttempts: 1 })): ReadParameter {
  const command = new GetParameterCommand({ Name: requireVariable(environment, "PERMISSION_MAP_PARAMETER") });
  return async () => {
    const { Parameter } = await tryTwice(ATTEMPT_TIMEOUT_MS, (abortSignal) => client.send(command, { abortSignal }));
    return Parameter?.Value ?? "";
  };
}

/**
 * The table with the permission map of the parameter, read again after `PERMISSION_MAP_TTL_SECONDS`. A map that cannot be read or is
 * invalid is logged, and the last good one is used instead, but no longer than `MAX_STALE_MS` beyond its time to live.
 *
 * @returns a function that rejects if there is no good map: then nothing may be granted.
 */
export function createPermissionMap(
  environment: Environment,
  table: AccessControl,
  read: ReadParameter = createReader(environment),
  now: () => number = Date.now,
): () => Promise<AccessControl> {
  const ttlMs = Number(requireVariable(environment, "PERMISSION_MAP_TTL_SECONDS")) * 1000;
  let good: { readonly table: AccessControl; readonly text: string; readonly readAt: number } | undefined;
  let retryAt = 0;

  const refresh = async (startedAt: number) => {
    try {
      const text = await read();
      good = { table: text === good?.text ? good.table : applyPermissionMap(table, text), text, readAt: startedAt };
    } catch (error) {
      retryAt = startedAt + (good === undefined ? FIRST_RETRY_MS : RETRY_MS);
      console.error({ message: "permission map not usable", lastGoodAt: good && new Date(good.readAt).toISOString(), error });
    }
  };
  return async () => {
    const time = now();
    const isFresh = good !== undefined && time - good.readAt < ttlMs;
    if (!isFresh && time >= retryAt) await refresh(time);
    if (good !== undefined && now() - good.readAt < ttlMs + MAX_STALE_MS) return good.table;
    throw new Error("Permissions cannot be looked up right now, try again in a minute");
  };
}

/** A handler that is made anew, by `create`, whenever the map has changed. */
export function withPermissionMap<Event, Result>(
  current: () => Promise<AccessControl>,
  create: (table: AccessControl) => (event: Event) => Promise<Result>,
): (event: Event) => Promise<Result> {
  let made: { readonly table: AccessControl; readonly handle: (event: Event) => Promise<Result> } | undefined;
  return async (event) => {
    const table = await current();
    if (made?.table !== table) made = { table, handle: create(table) };
    return made.handle(event);
  };
}
