import { connect } from "node:net";

/** A response as received. */
export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly target?: string;
  readonly version?: string;
  /** Lines that replace `Host` and `Connection: close`. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

const GUARD_MS = 8000;
const bytesOf = (part: string | Buffer) => (typeof part === "string" ? Buffer.from(part, "latin1") : part);

/** A request as bytes, without any normalization. Strings are Latin-1, so that any byte can be sent. */
export function write({ method = "GET", target = "/", version = "HTTP/1.1", headers = [], body = "" }: RawRequest): Buffer {
  const bytes = bytesOf(body);
  const hasLength = headers.some((line) => /^(?:content-length|transfer-encoding)\s*:/i.test(line));
  const lines = [`${method} ${target} ${version}`, ...headers];
  if (bytes.length > 0 && !hasLength) lines.push(`Content-Length: ${bytes.length}`);
  return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"), bytes]);
}

/**
 * Sends the parts one after the other and returns every response received before the other side closed the connection. With
 * `isCutOff`, this side closes it after the last part.
 */
export function exchange(
  port: number,
  parts: readonly (string | Buffer)[],
  { isCutOff = false, isHead = false } = {},
): Promise<readonly RawAnswer[]> {
  return new Promise((resolve, reject) => {
    const received: Buffer[] = [];
    const socket = connect(port, "127.0.0.1");
    const guard = setTimeout(() => {
      socket.destroy();
      reject(new Error(`the connection is still open; it gave ${JSON.stringify(Buffer.concat(received).toString("latin1"))}`));
    }, GUARD_MS);
    socket.on("data", (chunk) => received.push(chunk));
    // Whatever came before a reset counts as the response.
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(guard);
      try {
        resolve(parse(Buffer.concat(received).toString("latin1"), isHead));
      } catch (error) {
        reject(error);
      }
    });
    const sendNext = ([part, ...rest]: readonly (string | Buffer)[]) => {
      if (part === undefined) {
        if (isCutOff) socket.end();
        return;
      }
      socket.write(bytesOf(part), () => setImmediate(sendNext, rest));
    };
    sendNext(parts);
  });
}

function parse(text: string, isHead: boolean): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = text; rest !== ""; ) {
    const end = rest.indexOf("\r\n\r\n");
    const [, digits] = /^HTTP\/1\.[01] (\d{3}) /.exec(rest) ?? [];
    if (end < 0 || digits === undefined) throw new Error(`not an HTTP response: ${JSON.stringify(rest.slice(0, 200))}`);
    const head = rest.slice(0, end);
    const status = Number(digits);
    const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304;
    const body = hasBody ? readBody(head, rest.slice(end + 4)) : { text: "", length: 0 };
    answers.push({ status, head, body: body.text });
    // A malformed request is refused before its method is parsed, so HEAD may get a body; nothing follows it.
    rest = isHead ? "" : rest.slice(end + 4 + body.length);
  }
  return answers;
}

function readBody(head: string, rest: string): { readonly text: string; readonly length: number } {
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) {
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    return { text: rest.slice(0, length), length };
  }
  let text = "";
  for (let at = 0; ; ) {
    const [line = "", digits = "0"] = /^([0-9a-f]+)\r\n/i.exec(rest.slice(at)) ?? [];
    const size = Number.parseInt(digits, 16);
    text += rest.slice(at + line.length, at + line.length + size);
    at += line.length + size + 2;
    if (size === 0) return { text, length: at };
  }
}

/** The only response to one request; fails for none or more. */
export async function ask(port: number, request: RawRequest): Promise<RawAnswer> {
  const headers = request.headers ?? [];
  const own = headers.some((line) => /^host\s*:/i.test(line)) ? [] : [`Host: localhost:${port}`];
  const answers = await exchange(port, [write({ ...request, headers: [...own, "Connection: close", ...headers] })], {
    isHead: request.method === "HEAD",
  });
  const [answer, second] = answers.filter(({ status }) => status !== 100);
  if (answer === undefined) throw new Error("the connection was closed without an answer");
  if (second !== undefined) throw new Error(`there is a second answer: ${second.head}`);
  return answer;
}

export const headerOf = ({ head }: RawAnswer, name: string): string | undefined =>
  new RegExp(`\\r\\n${name}: *([^\\r]*)`, "i").exec(head)?.[1];
