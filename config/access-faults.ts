import type { AccessControl, Route } from "./access-rules";
import { arnPatternOf } from "./authorizer-policy";
import { findLargestPolicy } from "./largest-policy";
import { createShadowMap, isParameter, segmentsOf } from "./route-shadows";

/** AWS's limits that a table can run into. Source: Amazon Cognito developer guide, «Quotas», read 2026-09: 100 scopes a server. */
const MAX_SCOPES = 100;
/**
 * Bytes of an authorizer's answer that API Gateway is known to take: 8 KB is documented for WebSocket APIs, and no figure for
 * REST APIs. Source: API Gateway developer guide, quotas of WebSocket APIs, read 2026-09.
 */
const MAX_POLICY_BYTES = 8192;
/** The longest stage ARN there is, to be sure of the size in every partition. */
const LONG_STAGE_ARN = "arn:aws-us-gov:execute-api:ap-southeast-2:123456789012:abcdefghij/live";

const SEGMENT = /^(?:[A-Za-z0-9._-]+|\{[A-Za-z0-9_]+\})$/;
const NAME = /^[A-Za-z0-9._:-]{1,128}$/;

/** An access-control table that would deploy something other than what it says. `faults` holds one sentence for each. */
export class AccessControlError extends Error {
  readonly code = "ACCESS_CONTROL_INVALID";
  constructor(readonly faults: readonly string[]) {
    super(`config/access-control.ts has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "AccessControlError";
  }
}

/** Throws an AccessControlError that lists every fault of the table, before anything is created from it. */
export function assertAccessControl(table: AccessControl): void {
  const faults = [...findNameFaults(table), ...table.routes.flatMap((route) => findRouteFaults(table, route))];
  faults.push(...findDuplicates(table));
  // The questions below presume a table that is well-formed.
  if (faults.length === 0) faults.push(...findParameterFaults(table), ...findOverlapFaults(table), ...findScopeFaults(table));
  if (faults.length > 0) throw new AccessControlError(faults);
}

const keyOf = (route: Route) => `${route.method} ${route.path}`;

function findNameFaults({ resourceServer, permissions, groups }: AccessControl): string[] {
  const named = [
    ["resource server", resourceServer],
    ...Object.keys(permissions).map((name) => ["permission", name]),
    ...Object.values(permissions).map(({ scope }) => ["scope", scope]),
    ...Object.keys(groups).map((name) => ["group", name]),
  ] as const;
  return [
    ...named
      .filter(([, name]) => !NAME.test(name ?? ""))
      .map(([kind, name]) => `${kind} "${name}" may hold letters, digits and . _ : - only, at most 128 of them`),
    ...Object.keys(groups)
      .filter((name) => Object.hasOwn(permissions, name))
      .map((name) => `group "${name}" is also a permission; a permission is a group already, give this one another name`),
    ...Object.entries(groups).flatMap(([name, granted]) =>
      granted
        .filter((permission) => !Object.hasOwn(permissions, permission))
        .map((permission) => `group "${name}" grants "${permission}", which is not a permission of the table`),
    ),
  ];
}

function findRouteFaults({ permissions }: AccessControl, route: Route): string[] {
  const faults: string[] = [];
  if (!segmentsOf(route.path).every((segment) => SEGMENT.test(segment))) {
    faults.push(
      `${keyOf(route)}: a path is "/" and segments of letters, digits, . _ - or {parameter}, without a slash at the end`,
    );
  }
  if (!Object.hasOwn(permissions, route.permission)) {
    faults.push(`${keyOf(route)} needs "${route.permission}", which is not a permission of the table`);
  }
  if (route.body !== undefined && !/^[A-Za-z0-9]+$/.test(route.body.title)) {
    faults.push(`${keyOf(route)}: the body's title "${route.body.title}" names a model, so it may hold letters and digits only`);
  }
  return faults;
}

function findDuplicates({ permissions, routes }: AccessControl): string[] {
  const twice = (values: readonly string[]) => {
    const seen = new Set<string>();
    return new Set(values.filter((value) => seen.size === seen.add(value).size));
  };
  const bodies = new Map(routes.flatMap(({ body }) => (body === undefined ? [] : [[body, body.title]])));
  return [
    ...Array.from(twice(routes.map(keyOf)), (route) => `${route} stands in the table twice`),
    ...Array.from(
      twice(Object.values(permissions).map(({ scope }) => scope)),
      (scope) => `two permissions have the scope "${scope}"`,
    ),
    ...Array.from(twice([...bodies.values()]), (title) => `two different bodies have the title "${title}"`),
  ];
}

/** API Gateway takes one parameter name for each place in the tree: /pets/{petId} and /pets/{id}/visits cannot stand together. */
function findParameterFaults({ routes }: AccessControl): string[] {
  const names = new Map<string, string>();
  const faults = new Set<string>();
  for (const { path } of routes) {
    let parent = "";
    for (const segment of segmentsOf(path)) {
      if (isParameter(segment)) {
        const other = names.get(parent) ?? segment;
        names.set(parent, other);
        if (other !== segment) faults.add(`${parent || "/"} has the parameters ${other} and ${segment}; use one name for both`);
      }
      parent += `/${segment}`;
    }
  }
  return [...faults];
}

/**
 * A policy denies what an allowed pattern matches too much of. Where that deny would in turn match a third route that the caller
 * may call, no policy says what the table says.
 */
function findOverlapFaults({ routes }: AccessControl): string[] {
  const shadows = createShadowMap(routes);
  const shadowsOf = (route: Route) => shadows.get(route) ?? [];
  return routes.flatMap((route) =>
    shadowsOf(route)
      .filter((denied) => denied.permission !== route.permission)
      .flatMap((denied) =>
        shadowsOf(denied)
          .filter((third) => third !== route && third.permission !== denied.permission)
          .map(
            (third) =>
              `${keyOf(route)}, ${keyOf(denied)} and ${keyOf(third)} overlap as ARN patterns, so that no IAM policy can allow the ` +
              `first and the last without the second; give ${keyOf(denied)} another path, or the permission of one of the others`,
          ),
      ),
  );
}

function findScopeFaults({ permissions }: AccessControl): string[] {
  const scopes = Object.keys(permissions).length;
  return scopes > MAX_SCOPES ? [`${scopes} permissions, but a resource server takes ${MAX_SCOPES} scopes; merge some`] : [];
}

/** Throws an AccessControlError where the largest policy of the authorizer is larger than API Gateway is known to take. */
export function assertPolicyFits(table: AccessControl): void {
  const size = JSON.stringify(findLargestPolicy(table, LONG_STAGE_ARN)).length;
  if (size > MAX_POLICY_BYTES) {
    const longest = table.routes.map(arnPatternOf).reduce((a, b) => (b.length > a.length ? b : a), "");
    throw new AccessControlError([
      `the largest policy that the authorizer gives to a caller is ${size} bytes, but at most ${MAX_POLICY_BYTES} are known to ` +
        `work; shorten paths (the longest is ${longest}), split the API, or use a strategy without an authorizer function`,
    ]);
  }
}
