/** A request to a stage, as received. */
export interface HttpRequest {
  readonly method: string;
  /** Below the stage and not decoded: `/pets/a%20b`. */
  readonly path: string;
  /** Without the question mark; empty where there is none. */
  readonly query: string;
  /** As sent, in order and in their own case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** The path that a client puts in front of `path`: `/apis/{apiId}/{stage}`. */
  readonly basePath: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}

/** The last value of a header, case-insensitively. */
export function headerOf({ headers }: Pick<HttpRequest, "headers">, name: string): string | undefined {
  return headers.findLast(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
}
