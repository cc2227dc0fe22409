import { once } from "node:events";
import { createServer, request as sendRequest } from "node:http";
import type { Stack } from "../../local/stack";

/** `slow`: it answers later than anybody waits. */
export type DirectoryState = "answers" | "down" | "slow";

export interface DirectoryProxy {
  /** The stack whose functions reach the directory through the proxy. */
  lead(stack: Stack): Stack;
  set(state: DirectoryState): void;
  stop(): Promise<void>;
}

/** Stands between an engine's DynamoDB and the functions that use the user directory, so that it can fail. */
export async function startDirectoryProxy(): Promise<DirectoryProxy> {
  let state: DirectoryState = "answers";
  const server = createServer((request, response) => {
    if (state === "slow") return;
    if (state === "down") {
      response.writeHead(500, { "Content-Type": "application/x-amz-json-1.0" });
      response.end(JSON.stringify({ __type: "com.amazonaws.dynamodb.v20120810#InternalServerError", message: "down" }));
      return;
    }
    // `/{port}/{path}`: the engine's, which changes with its address.
    const [, port, ...path] = request.url?.split("/") ?? [];
    const { method, headers } = request;
    const upstream = sendRequest({ host: "127.0.0.1", port, path: `/${path.join("/")}`, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    request.pipe(upstream);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy of the directory has no port");
  // Before the code, which creates its client when it is loaded.
  const detour =
    "{ const engine = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB); " +
    `process.env.AWS_ENDPOINT_URL_DYNAMODB = "http://127.0.0.1:${address.port}/" + engine.port + engine.pathname; }`;
  return {
    lead: (stack) => ({
      ...stack,
      functions: stack.functions.map((fn) =>
        Object.hasOwn(fn.environment, "USER_DIRECTORY_TABLE") ? { ...fn, code: `${detour}\n${fn.code}` } : fn,
      ),
    }),
    set(next) {
      state = next;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
