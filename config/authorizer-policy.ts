import { type AccessControl, createPermissionLookup, type Route } from "./access-rules";
import { createShadowMap, isParameter, segmentsOf } from "./route-shadows";

/** The part of an IAM policy that a Lambda authorizer answers with. Every statement names its actions and its resources. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: {
    readonly Effect: "Allow" | "Deny";
    readonly Action: "execute-api:Invoke";
    readonly Resource: string[];
  }[];
}

/** A route as the end of a method ARN: `GET/pets/*`. IAM's `*` also matches slashes. */
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
  const patternsOf = new Map<string, string[]>();
  const shadowPatternsOf = new Map<string, readonly (readonly [pattern: string, denied: string])[]>();
  for (const route of table.routes) {
    const pattern = arnPatternOf(route);
    const patterns = patternsOf.get(route.permission) ?? [];
    patterns.push(pattern);
    patternsOf.set(route.permission, patterns);
  }
  // A slash at the end leads to the same method and stays in the ARN. Source: github.com/localstack/localstack/issues/6533, reported
  // of AWS, read 2026-11.
  for (const ending of ["", "/"] as const) {
    for (const [route, shadows] of createShadowMap(table.routes, ending)) {
      const pattern = arnPatternOf(route);
      const found = shadows.map((shadow) => [arnPatternOf(shadow), `${arnPatternOf(shadow)}${ending}`] as const);
      shadowPatternsOf.set(pattern, [...(shadowPatternsOf.get(pattern) ?? []), ...found]);
    }
  }
  const statement = (Effect: "Allow" | "Deny", patterns: Iterable<string>, stageArn: string) => ({
    Effect,
    Action: "execute-api:Invoke" as const,
    Resource: Array.from(patterns, (pattern) => `${stageArn}/${pattern}`),
  });

  return (groups, stageArn) => {
    const allowed = new Set<string>();
    for (const permission of findPermissions(groups)) {
      for (const pattern of patternsOf.get(permission) ?? []) allowed.add(pattern);
    }
    if (allowed.size === 0) return { Version: "2012-10-17", Statement: [statement("Deny", ["*"], stageArn)] };

    const denied = new Set<string>();
    for (const [pattern, shadows] of shadowPatternsOf) {
      if (!allowed.has(pattern)) continue;
      for (const [shadow, resource] of shadows) {
        if (!allowed.has(shadow)) denied.add(resource);
      }
    }
    const allow = statement("Allow", allowed, stageArn);
    return { Version: "2012-10-17", Statement: denied.size > 0 ? [allow, statement("Deny", denied, stageArn)] : [allow] };
  };
}
