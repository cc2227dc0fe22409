import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { HttpAnswer } from "./gateway/http";

/** All header lines of a request together. Source: API Gateway's quotas, «Total combined size of request line and header values», read 2026-11. */
const MAX_HEADER_BYTES = 10_240;

/** How long a client may take to send its request. API Gateway waits at most 29 s for the answer to it. */
const REQUEST_TIMEOUT_MS = 30_000;

/** A request with its body, of which no more is read than the limit and one byte. */
export interface ServedRequest {
  readonly method: string;
  /** Not decoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly remoteAddress: string;
}

export const jsonAnswer = (status: number, body: unknown, headers: HttpAnswer["headers"] = []): HttpAnswer => ({
  status,
  headers: [["Content-Type", "application/json"], ...headers],
  body: JSON.stringify(body),
});

/**
 * Serves requests to this machine's own names only, so that no web page can reach the engine by a name of its own that it lets
 * resolve to this machine. What cannot be read as HTTP gets a status and no more of the process.
 */
export function createHttpServer(answer: (request: ServedRequest) => Promise<HttpAnswer>, maxBodyBytes: number): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: REQUEST_TIMEOUT_MS }, (incoming, response) => {
    serve(incoming, response, answer, maxBodyBytes).catch((error: unknown) => {
      // A client that has gone needs no answer, and its going is no error of ours.
      if (incoming.socket.destroyed) return;
      console.error(error);
      if (response.headersSent) response.destroy();
      else send(response, jsonAnswer(500, { message: "Internal server error" }), true);
    });
  });
  server.on("connect", (_incoming, socket) => refuse(socket, "405 Method Not Allowed"));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    const status =
      error.code === "HPE_HEADER_OVERFLOW"
        ? "431 Request Header Fields Too Large"
        : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
          ? "408 Request Timeout"
          : "400 Bad Request";
    refuse(socket, status);
  });
  return server;
}

/** Answers what is no request that Node would give us. */
function refuse(socket: Duplex, status: string): void {
  const body = JSON.stringify({ message: status.slice(4) });
  const lines = [`HTTP/1.1 ${status}`, "Content-Type: application/json", `Content-Length: ${body.length}`, "Connection: close"];
  // Not only its own half: a client that keeps the other one would keep the server from ending.
  if (socket.writable) socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

const OWN_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (request: ServedRequest) => Promise<HttpAnswer>,
  maxBodyBytes: number,
): Promise<void> {
  const { method = "", url = "", rawHeaders, socket } = incoming;
  // Two of them could be read as two different hosts. Source: RFC 9112, section 3.2.
  if (incoming.headersDistinct.host?.length !== 1) {
    send(response, jsonAnswer(400, { message: "Bad Request" }), true);
    return;
  }
  if (!OWN_NAMES.test(incoming.headers.host ?? "") || !url.startsWith("/")) {
    send(response, jsonAnswer(403, { message: "Forbidden" }), true);
    return;
  }
  const body = await readBody(incoming, maxBodyBytes);
  const question = url.indexOf("?");
  const path = question < 0 ? url : url.slice(0, question);
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) headers.push([rawHeaders[i] ?? "", rawHeaders[i + 1] ?? ""]);
  const query = question < 0 ? "" : url.slice(question + 1);
  const answered = await answer({ method, path, query, headers, body, remoteAddress: socket.remoteAddress ?? "" });
  send(response, answered, body.length > maxBodyBytes);
}

/** Reads one byte more than the limit at most, which tells that there was more. */
async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const { "content-length": declared, "transfer-encoding": encoding } = incoming.headers;
  if (declared === undefined && encoding === undefined) return Buffer.alloc(0);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, mustClose: boolean): void {
  const hasBody = status !== 204 && status !== 304;
  const lines = headers.flat();
  if (hasBody) lines.push("Content-Length", String(Buffer.byteLength(body)));
  if (mustClose) lines.push("Connection", "close");
  response.writeHead(status, lines);
  response.end(hasBody ? body : undefined);
}
