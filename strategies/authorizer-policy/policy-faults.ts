import { routeKeyOf } from "../../config/access-faults";
import type { AccessControl } from "../../config/access-rules";
import { findLargestPolicy } from "./largest-policy";
import { arnPatternOf } from "./policy";
import { createShadowMap } from "./route-shadows";

/**
 * Known size limit of an authorizer's response: 8 KB is documented for WebSocket APIs, nothing for REST APIs. Source: API Gateway developer guide, quotas of WebSocket APIs, read 2026-09.
 */
const MAX_POLICY_BYTES = 8192;
/** The longest possible stage ARN, so that the size holds in every partition. */
const LONG_STAGE_ARN = "arn:aws-us-gov:execute-api:ap-southeast-2:123456789012:abcdefghij/live";

/** Why no IAM policy can express a well-formed table. */
export const findPolicyFaults = (table: AccessControl): readonly string[] => [
  ...findOverlapFaults(table),
  ...findSizeFaults(table),
];

/**
 * A policy denies what an allowed pattern matches in excess. If such a deny would also match a third route that the caller may call, no
 * policy can express the table.
 */
export function findOverlapFaults({ routes }: AccessControl): readonly string[] {
  const shadows = createShadowMap(routes);
  const shadowsOf = (route: (typeof routes)[number]) => shadows.get(route) ?? [];
  return routes.flatMap((route) =>
    shadowsOf(route)
      .filter((denied) => denied.permission !== route.permission)
      .flatMap((denied) =>
        shadowsOf(denied)
          .filter((third) => third !== route && third.permission !== denied.permission)
          .map(
            (third) =>
              `${routeKeyOf(route)}, ${routeKeyOf(denied)} and ${routeKeyOf(third)} overlap as ARN patterns, so that no IAM policy ` +
              `can allow the first and the last without the second; give ${routeKeyOf(denied)} another path, or the permission of ` +
              "one of the others",
          ),
      ),
  );
}

function findSizeFaults(table: AccessControl): readonly string[] {
  const size = JSON.stringify(findLargestPolicy(table, LONG_STAGE_ARN)).length;
  if (size <= MAX_POLICY_BYTES) return [];
  const longest = table.routes.map(arnPatternOf).reduce((a, b) => (b.length > a.length ? b : a), "");
  return [
    `the largest policy that the authorizer gives to a caller is ${size} bytes, but at most ${MAX_POLICY_BYTES} are known to ` +
      `work; shorten paths (the longest is ${longest}), split the API, or use a strategy without an authorizer function`,
  ];
}
