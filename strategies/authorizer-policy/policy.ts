import { type AccessControl, createPermissionLookup, type Route } from "../../config/access-rules";
import { createEmptyEndMap, createShadowMap, isParameter, segmentsOf } from "./route-shadows";

/** The IAM policy that a Lambda authorizer returns. Every statement has explicit actions and resources. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: {
    readonly Effect: "Allow" | "Deny";
    readonly Action: "execute-api:Invoke";
    readonly Resource: string[];
  }[];
}

/**
 * Every path with a double slash. If API Gateway collapsed them, contrary to local/gateway/assumptions.ts, a wildcard would match where
 * other routes' denies do not.
 */
const DOUBLED_SLASH = "*//*";

/** A route as the end of a method ARN: `GET/pets/*`. IAM's `*` also matches slashes and the empty string. */
export const arnPatternOf = (route: Route) =>
  `${route.method}/${segmentsOf(route.path)
    .map((segment) => (isParameter(segment) ? "*" : segment))
    .join("/")}`;

/**
 * Creates the function that maps a caller's groups to one policy for all methods of the API. API Gateway caches the policy per token
 * and evaluates it for each method ARN, so it must not depend on the method that was called.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html,
 * read 2026-11.
 *
 * It allows exactly the methods of the caller's permissions, and explicitly denies everything if there are none.
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
  /** Drops patterns that another one covers. */
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
 * ARN patterns of each route's requests. A trailing slash leads to the same method and stays in the ARN (see
 * local/gateway/assumptions.ts); a final wildcard matches it too. If an empty wildcard would match another permission's route, as
 * `GET/pets/*` matches `GET /pets/`, the pattern requires at least one character.
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

/** For each pattern, the others that cover it. */
function createCoverMap(
  neighbours: readonly ReadonlyMap<Route, readonly Route[]>[],
  patternsOf: (routes: readonly Route[]) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const covers = new Map<string, string[]>();
  for (const [route, others] of neighbours.flatMap((map) => [...map])) {
    for (const pattern of patternsOf([route])) {
      // A pattern that requires a character does not cover a wildcard that may be empty.
      const regExp = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", "[^*]")}$`);
      for (const covered of patternsOf(others).filter((other) => regExp.test(other))) {
        covers.set(covered, [...(covers.get(covered) ?? []), pattern]);
      }
    }
  }
  return covers;
}
