import { DECODES_BEFORE_ROUTING, IGNORES_TRAILING_SLASH, MERGES_SLASHES, RESOLVES_DOT_SEGMENTS } from "./assumptions";
import type { MethodModel } from "./resources";

type Routed = Pick<MethodModel, "httpMethod" | "path">;

interface Node<Method> {
  readonly literals: Map<string, Node<Method>>;
  parameter: Node<Method> | undefined;
  readonly methods: Map<string, Method>;
}

const createNode = <Method>(): Node<Method> => ({ literals: new Map(), parameter: undefined, methods: new Map() });

export interface Match<Method = MethodModel> {
  readonly method: Method;
  /** Decoded values by name; undefined where the path has none. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/**
 * Finds the method of a path. A literal segment takes precedence over a parameter, even if it lacks the HTTP method.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html, read 2026-11.
 */
export function createRouter<Method extends Routed>(
  methods: readonly Method[],
): (httpMethod: string, path: string) => Match<Method> | undefined {
  const root = createNode<Method>();
  for (const method of methods) {
    let node = root;
    for (const segment of segmentsOf(method.path)) {
      if (segment.startsWith("{")) {
        node.parameter ??= createNode<Method>();
        node = node.parameter;
      } else {
        const child = node.literals.get(segment) ?? createNode<Method>();
        node.literals.set(segment, child);
        node = child;
      }
    }
    node.methods.set(method.httpMethod, method);
  }

  return (httpMethod, path) => {
    const segments = segmentsOf(readPath(path));
    let node: Node<Method> | undefined = root;
    for (const segment of segments) node = node?.literals.get(segment) ?? (segment === "" ? undefined : node?.parameter);
    const method = node?.methods.get(httpMethod);
    if (method === undefined) return undefined;
    const values = segmentsOf(method.path).flatMap((segment, i) =>
      segment.startsWith("{") ? [[segment.slice(1, -1), decode(segments[i])]] : [],
    );
    if (values.some(([, value]) => value === undefined)) return undefined;
    return { method, pathParameters: values.length === 0 ? undefined : Object.fromEntries(values) };
  };
}

const segmentsOf = (path: string) => (path === "/" || path === "" ? [] : path.slice(1).split("/"));

/** Normalizes a path for routing. */
function readPath(sent: string): string {
  let path = DECODES_BEFORE_ROUTING ? (decode(sent) ?? sent) : sent;
  if (MERGES_SLASHES) path = path.replace(/\/+/g, "/");
  if (RESOLVES_DOT_SEGMENTS) path = new URL(`http://api${path}`).pathname;
  return IGNORES_TRAILING_SLASH ? path.replace(/(.)\/$/, "$1") : path;
}

/** Undefined for invalid UTF-8. An encoded slash stays inside its segment. */
function decode(segment = ""): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
