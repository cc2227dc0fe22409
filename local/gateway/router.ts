import { IGNORES_TRAILING_SLASH } from "./assumptions";
import type { MethodModel } from "./resources";

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  readonly methods: Map<string, MethodModel>;
}

const createNode = (): Node => ({ literals: new Map(), parameter: undefined, methods: new Map() });

export interface Match {
  readonly method: MethodModel;
  /** Decoded values by name; undefined where the path has none. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/**
 * Finds the method of a path. A literal segment wins over a parameter, and does not give way where it lacks the verb. It is compared
 * as it was sent, like the method ARN that a policy is held against: another spelling of a literal is a parameter's value.
 * Source: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html, read 2026-11.
 */
export function createRouter(methods: readonly MethodModel[]): (httpMethod: string, path: string) => Match | undefined {
  const root = createNode();
  for (const method of methods) {
    let node = root;
    for (const segment of segmentsOf(method.path)) {
      if (segment.startsWith("{")) {
        node.parameter ??= createNode();
        node = node.parameter;
      } else {
        const child = node.literals.get(segment) ?? createNode();
        node.literals.set(segment, child);
        node = child;
      }
    }
    node.methods.set(method.httpMethod, method);
  }

  return (httpMethod, path) => {
    const segments = segmentsOf(IGNORES_TRAILING_SLASH ? path.replace(/(.)\/$/, "$1") : path);
    let node: Node | undefined = root;
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

/** Undefined where an escape is no UTF-8. An escaped slash stays inside its segment. */
function decode(segment = ""): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
