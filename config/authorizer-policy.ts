import { type AccessControl, createPermissionLookup, type Route } from "./access-rules";

/** The part of an IAM policy that a Lambda authorizer answers with. Every statement names its actions and its resources. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly {
    readonly Effect: "Allow" | "Deny";
    readonly Action: "execute-api:Invoke";
    readonly Resource: readonly string[];
  }[];
}

const segmentsOf = (path: string) => path.slice(1).split("/");
const isParameter = (segment: string) => segment.startsWith("{");

/** A parameter value that no path names, for it is not allowed in a literal segment. */
const NO_LITERAL = "*";

/** A route as the end of a method ARN: `GET/pets/*`. IAM's `*` also matches slashes, which is what `findShadows` is about. */
export const arnPatternOf = (route: Route) =>
  `${route.method}/${segmentsOf(route.path)
    .map((segment) => (isParameter(segment) ? "*" : segment))
    .join("/")}`;

/**
 * The other routes of the same method that a route's ARN pattern also matches: `GET/pets/*` matches each request to
 * `GET /pets/{petId}/visits`, and `GET /pets/search`. Found by trying the only parameter values that could matter: the pattern's
 * own literals, and one that is none of them. A value that another resource claims as its literal never reaches the
 * parameter, because API Gateway prefers the literal.
 */
function findShadows(route: Route, routes: readonly Route[], literalsAfter: ReadonlyMap<string, ReadonlySet<string>>) {
  const segments = segmentsOf(route.path);
  if (!segments.some(isParameter)) return [];
  const literals = segments.filter((segment) => !isParameter(segment));
  const escaped = segments.map((segment) => (isParameter(segment) ? ".*" : segment.replace(/[.]/g, "\\.")));
  const pattern = new RegExp(`^/${escaped.join("/")}$`);

  const canMatch = (other: readonly string[], path: string, template: string): boolean => {
    const [segment, ...rest] = other;
    if (segment === undefined) return pattern.test(path);
    const claimed = literalsAfter.get(template);
    const values = isParameter(segment) ? [...literals.filter((value) => !claimed?.has(value)), NO_LITERAL] : [segment];
    return values.some((value) => canMatch(rest, `${path}/${value}`, `${template}/${segment}`));
  };
  return routes.filter((other) => other !== route && other.method === route.method && canMatch(segmentsOf(other.path), "", ""));
}

/** For each route the routes that its ARN pattern also matches, so that a policy can deny those its caller may not call. */
export function createShadowMap(routes: readonly Route[]): ReadonlyMap<Route, readonly Route[]> {
  const literalsAfter = new Map<string, Set<string>>();
  for (const { path } of routes) {
    let template = "";
    for (const segment of segmentsOf(path)) {
      if (!isParameter(segment)) {
        literalsAfter.set(template, (literalsAfter.get(template) ?? new Set()).add(segment));
      }
      template = `${template}/${segment}`;
    }
  }
  return new Map(routes.map((route) => [route, findShadows(route, routes, literalsAfter)]));
}

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
  const shadowsOf = createShadowMap(table.routes);
  const patternsOf = new Map<string, string[]>();
  const shadowPatternsOf = new Map<string, readonly string[]>();
  for (const route of table.routes) {
    const pattern = arnPatternOf(route);
    patternsOf.set(route.permission, [...(patternsOf.get(route.permission) ?? []), pattern]);
    shadowPatternsOf.set(pattern, (shadowsOf.get(route) ?? []).map(arnPatternOf));
  }

  return (groups, stageArn) => {
    const allowed = new Set(findPermissions(groups).flatMap((permission) => patternsOf.get(permission) ?? []));
    const denied = new Set<string>();
    for (const pattern of allowed) {
      for (const shadow of shadowPatternsOf.get(pattern) ?? []) {
        if (!allowed.has(shadow)) denied.add(shadow);
      }
    }
    const statement = (Effect: "Allow" | "Deny", patterns: Iterable<string>) => ({
      Effect,
      Action: "execute-api:Invoke" as const,
      Resource: Array.from(patterns, (pattern) => `${stageArn}/${pattern}`),
    });
    if (allowed.size === 0) {
      return { Version: "2012-10-17", Statement: [statement("Deny", ["*"])] };
    }
    const allow = statement("Allow", allowed);
    return { Version: "2012-10-17", Statement: denied.size > 0 ? [allow, statement("Deny", denied)] : [allow] };
  };
}
