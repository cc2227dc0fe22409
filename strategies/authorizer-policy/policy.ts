import { type AccessControl, createPermissionLookup, type Route } from "../../config/access-rules";
import { createEmptyEndMap, createShadowMap, isParameter, segmentsOf } from "./route-shadows";

/** The part of an IAM policy that a Lambda authorizer answers with. Every statement names its actions and its resources. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: {
    readonly Effect: "Allow" | "Deny";
    readonly Action: "execute-api:Invoke";
    readonly Resource: string[];
  }[];
}

/**
 * Every path with two slashes in a row. Should API Gateway take them for one, contrary to what local/gateway/assumptions.ts assumes,
 * a wildcard would match them where the denies of other routes do not.
 */
const DOUBLED_SLASH = "*//*";

/** A route as the end of a method ARN: `GET/pets/*`. IAM's `*` also matches slashes, and nothing at all. */
export const arnPatternOf = (route: Route) =>
  `${route.method}/${segmentsOf(route.path)
    .map((segment) => (isParameter(segment) ? "*" : segment))
    .join("/")}`;

/**
 * Makes the function that turns a caller's groups into one policy for every method of the API. API Gateway caches the policy for
 * each token and evaluates it again for each method ARN, so it may not depend on the method that was called.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html,
 * read 2026-11.
 *
 * It allows exactly the methods of the caller's permissions and denies everything explicitly when there are none.
 * `stageArn` is `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}`.
 */
export function createPolicyBuilder(table: AccessControl): (groups: readonly string[], stageArn: string) => PolicyDocument {
  const findPermissions = createPermissionLookup(table);
  const patterns = createPatterns(table.routes);
  const patternsOf = (routes: readonly Route[]) => routes.flatMap((route) => patterns.get(route) ?? []);
  const patternsByPermission = new Map<string, string[]>();
  for (const route of table.routes) {
    const others = patternsByPermission.get(route.permission) ?? [];
    patternsByPermission.set(route.permission, [...others, ...patternsOf([route])]);
  }
  const shadows = createShadowMap(table.routes);
  const covers = createCoverMap([shadows, createEmptyEndMap(table.routes)], patternsOf);
  /** Without those that another one of them matches all of. */
  const simplify = (all: ReadonlySet<string>) =>
    Array.from(all).filter((pattern) => !covers.get(pattern)?.some((cover) => all.has(cover)));
  const statement = (Effect: "Allow" | "Deny", ends: readonly string[], stageArn: string) => ({
    Effect,
    Action: "execute-api:Invoke" as const,
    Resource: ends.map((end) => `${stageArn}/${end}`),
  });

  return (groups, stageArn) => {
    const granted = new Set(findPermissions(groups));
    const allowed = new Set<string>();
    for (const permission of granted) for (const pattern of patternsByPermission.get(permission) ?? []) allowed.add(pattern);
    if (allowed.size === 0) return { Version: "2012-10-17", Statement: [statement("Deny", ["*"], stageArn)] };

    const denied = new Set<string>();
    for (const [{ permission }, others] of shadows) {
      if (!granted.has(permission)) continue;
      for (const pattern of patternsOf(others.filter((other) => !granted.has(other.permission)))) denied.add(pattern);
    }
    const allow = simplify(allowed);
    const deny = [...simplify(denied), ...(allow.some((pattern) => pattern.includes("*")) ? [DOUBLED_SLASH] : [])];
    const statements = [statement("Allow", allow, stageArn)];
    return {
      Version: "2012-10-17",
      Statement: deny.length === 0 ? statements : [...statements, statement("Deny", deny, stageArn)],
    };
  };
}

/**
 * What the method ARNs of each route's requests end with. A slash at the end leads to the same method and stays in the ARN (see
 * local/gateway/assumptions.ts); a wildcard at the end matches it as well. Where that wildcard would match another permission's
 * route by being empty, as `GET/pets/*` matches `GET /pets` with a slash at its end, it asks for one character at least.
 * Source of both wildcards: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html, read 2026-11.
 */
function createPatterns(routes: readonly Route[]): ReadonlyMap<Route, readonly string[]> {
  const emptyEnds = createEmptyEndMap(routes);
  return new Map(
    routes.map((route) => {
      const pattern = arnPatternOf(route);
      if (!pattern.endsWith("*")) return [route, [pattern, `${pattern}/`]];
      const mayBeEmpty = emptyEnds.get(route)?.every(({ permission }) => permission === route.permission) ?? true;
      return [route, [mayBeEmpty ? pattern : `${pattern.slice(0, -1)}?*`]];
    }),
  );
}

/** For each pattern the others that match all that it matches. */
function createCoverMap(
  neighbours: readonly ReadonlyMap<Route, readonly Route[]>[],
  patternsOf: (routes: readonly Route[]) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const covers = new Map<string, string[]>();
  for (const [route, others] of neighbours.flatMap((map) => [...map])) {
    for (const pattern of patternsOf([route])) {
      // What asks for a character cannot be another's wildcard, which may be empty.
      const regExp = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", "[^*]")}$`);
      for (const covered of patternsOf(others).filter((other) => regExp.test(other))) {
        covers.set(covered, [...(covers.get(covered) ?? []), pattern]);
      }
    }
  }
  return covers;
}
