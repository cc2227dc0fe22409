import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex, Writable } from "node:stream";
import type { HttpAnswer } from "./gateway/http";

/** Combined size of headers. Source: API Gateway's quotas, "Total combined size of request line and header values", read 2026-11. */
const MAX_HEADER_BYTES = 10_240;

/** Time limit for a client to send its request, and again to receive the response. API Gateway itself takes at most 29 s. */
const CLIENT_TIMEOUT_MS = 30_000;

/** A request with its body, read up to one byte beyond the limit. */
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
 * Serves only requests addressed to localhost names, which prevents DNS rebinding by web pages. Malformed HTTP gets an error status and
 * cannot harm the process.
 */
export function createHttpServer(
  answer: (request: ServedRequest) => Promise<HttpAnswer>,
  maxBodyBytes: number,
  clientTimeoutMs = CLIENT_TIMEOUT_MS,
): Server {
  const options = {
    maxHeaderSize: MAX_HEADER_BYTES,
    requestTimeout: clientTimeoutMs,
    headersTimeout: clientTimeoutMs,
    // Node looks for clients that are late every 30 s only, unless told otherwise.
    connectionsCheckingInterval: Math.ceil(clientTimeoutMs / 30),
  };
  const server = createServer(options, (incoming, response) => {
    const send = (answered: HttpAnswer, mustClose: boolean) => {
      destroyUnlessClosed(response, incoming.socket, clientTimeoutMs);
      write(response, answered, mustClose);
    };
    serve(incoming, answer, maxBodyBytes, send).catch((error: unknown) => {
      // A client that has gone needs no answer, and its going is no error of ours.
      if (incoming.socket.destroyed) return;
      console.error(error);
      if (response.headersSent) response.destroy();
      else send(jsonAnswer(500, { message: "Internal server error" }), true);
    });
  });
  const refuse = (socket: Duplex, status: string) => {
    destroyUnlessClosed(socket, socket, clientTimeoutMs);
    writeRefusal(socket, status);
  };
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

/** Destroys the connection of a client that does not receive its response; otherwise it is closed after sending. */
function destroyUnlessClosed(answer: Writable, socket: Duplex, timeoutMs: number): void {
  const timer = setTimeout(() => socket.destroy(), timeoutMs).unref();
  answer.once("close", () => clearTimeout(timer));
}

/** Responds on connections that Node rejects before emitting "request". */
function writeRefusal(socket: Duplex, status: string): void {
  const body = JSON.stringify({ message: status.slice(4) });
  const lines = [`HTTP/1.1 ${status}`, "Content-Type: application/json", `Content-Length: ${body.length}`, "Connection: close"];
  // Not only its own half: a client that keeps the other one would keep the server from ending.
  if (socket.writable) socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

const OWN_NAMES = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
/** Splits an absolute-form request target into host and path. */
const ABSOLUTE = /^http:\/\/([^/?#]*)(.*)$/is;

async function serve(
  incoming: IncomingMessage,
  answer: (request: ServedRequest) => Promise<HttpAnswer>,
  maxBodyBytes: number,
  send: (answered: HttpAnswer, mustClose: boolean) => void,
): Promise<void> {
  const { method = "", url = "", rawHeaders, socket } = incoming;
  // Two of them could be read as two different hosts. Source: RFC 9112, section 3.2.
  if (incoming.headersDistinct.host?.length !== 1) return send(jsonAnswer(400, { message: "Bad Request" }), true);
  // The host of a whole address takes the place of the header's. Source: RFC 9112, section 3.2.2.
  const [, host = incoming.headers.host ?? "", rest = url] = ABSOLUTE.exec(url) ?? [];
  const target = rest === url || rest.startsWith("/") ? rest : `/${rest}`;
  if (!OWN_NAMES.test(host) || !target.startsWith("/")) return send(jsonAnswer(403, { message: "Forbidden" }), true);
  const body = await readBody(incoming, maxBodyBytes);
  const question = target.indexOf("?");
  const path = question < 0 ? target : target.slice(0, question);
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = "", value = ""] = rawHeaders.slice(i, i + 2);
    headers.push([name, name.toLowerCase() === "host" ? host : value]);
  }
  const query = question < 0 ? "" : target.slice(question + 1);
  const answered = await answer({ method, path, query, headers, body, remoteAddress: socket.remoteAddress ?? "" });
  send(answered, body.length > maxBodyBytes);
}

/** Reads at most one byte beyond the limit, which shows that it was exceeded. */
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

function write(response: ServerResponse, { status, headers, body }: HttpAnswer, mustClose: boolean): void {
  const hasBody = status !== 204 && status !== 304;
  const lines = headers.flat();
  if (hasBody) lines.push("Content-Length", String(Buffer.byteLength(body)));
  if (mustClose) lines.push("Connection", "close");
  response.writeHead(status, lines);
  response.end(hasBody ? body : undefined);
}
