import type { Route } from "../../config/access-rules";

/** API Gateway's resource tree: one node per path segment. */
interface Node {
  readonly literals: Map<string, Node>;
  readonly parameters: Map<string, Node>;
  readonly routes: Route[];
}

const createNode = (): Node => ({ literals: new Map(), parameters: new Map(), routes: [] });

export const segmentsOf = (path: string) => path.slice(1).split("/");
export const isParameter = (segment: string) => segment.startsWith("{");

function createTree(routes: readonly Route[]): Node {
  const root = createNode();
  for (const route of routes) {
    let node = root;
    for (const segment of segmentsOf(route.path)) {
      const children = isParameter(segment) ? node.parameters : node.literals;
      const child = children.get(segment) ?? createNode();
      children.set(segment, child);
      node = child;
    }
    node.routes.push(route);
  }
  return root;
}

/**
 * For each route, the other routes of its method that its ARN pattern also matches, so that a policy can deny those the caller may not
 * call. Parameters become `*`, which in IAM matches slashes too: `GET/pets/*` matches `GET /pets/{petId}/visits` and
 * `GET /pets/search`. Routes without such overlaps are not in the map.
 */
export function createShadowMap(routes: readonly Route[]): ReadonlyMap<Route, readonly Route[]> {
  return createMatchMap(routes, (segments) => (segments.some(isParameter) ? segments : undefined));
}

/**
 * For each route that ends in a parameter, the routes of its method that its pattern matches with an empty wildcard and a trailing
 * slash: `GET/pets/` is `GET /pets`, and the last `*` of `GET/pets/*` may be empty.
 */
export function createEmptyEndMap(routes: readonly Route[]): ReadonlyMap<Route, readonly Route[]> {
  return createMatchMap(routes, (segments) => (segments.slice(-1).some(isParameter) ? segments.slice(0, -1) : undefined));
}

function createMatchMap(
  routes: readonly Route[],
  patternOf: (segments: readonly string[]) => readonly string[] | undefined,
): ReadonlyMap<Route, readonly Route[]> {
  const root = createTree(routes);
  const matches = new Map<Route, readonly Route[]>();
  for (const route of routes) {
    const pattern = patternOf(segmentsOf(route.path));
    if (pattern === undefined) continue;
    const found = findMatches(root, pattern).filter((other) => other !== route && other.method === route.method);
    if (found.length > 0) matches.set(route, found);
  }
  return matches;
}

/** Walks the tree with all pattern positions that the path can have reached; prunes branches without any. */
function findMatches(node: Node, pattern: readonly string[], places: ReadonlySet<number> = new Set([0])): readonly Route[] {
  const expected = Array.from(places, (place) => [place, pattern[place]] as const);
  const hasWildcard = expected.some(([, segment]) => segment !== undefined && isParameter(segment));
  const advance = (canBe: (text: string) => boolean) => {
    const next = new Set<number>();
    for (const [place, segment] of expected) {
      if (segment === undefined) continue;
      if (isParameter(segment)) next.add(place).add(place + 1);
      else if (canBe(segment)) next.add(place + 1);
    }
    return next;
  };
  const descend = (child: Node | undefined, next: ReadonlySet<number>) =>
    child === undefined || next.size === 0 ? [] : findMatches(child, pattern, next);

  const found = places.has(pattern.length) ? [...node.routes] : [];
  const literals = hasWildcard ? node.literals.keys() : new Set(expected.map(([, segment]) => segment ?? ""));
  for (const literal of literals)
    found.push(
      ...descend(
        node.literals.get(literal),
        advance((text) => text === literal),
      ),
    );
  for (const child of node.parameters.values()) {
    // A parameter matches any text except a sibling's literal, which API Gateway routes to the sibling.
    found.push(
      ...descend(
        child,
        advance((text) => !node.literals.has(text)),
      ),
    );
  }
  return found;
}
