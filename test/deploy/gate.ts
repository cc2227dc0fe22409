import { type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { withServer } from "../support/server";

/** Responses that are held back. */
interface Kept {
  /** Resolves once all of it has been done without the callers knowing. */
  readonly all: Promise<void>;
  release(): void;
}

const QUIET_MS = 1500;

/** A request in its service's format: by a header, by a form field, or by method and path. */
function operationOf({ method, url = "", headers }: IncomingMessage, body: string): string {
  const [, target] = String(headers["x-amz-target"] ?? "").split(".");
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  return `${target ?? action ?? `${method} ${url.split("?")[0]}`} ${body}`;
}

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

const forward = (emulator: string, { method, url, headers }: IncomingMessage, body: Buffer) =>
  new Promise<Answer>((resolve, reject) => {
    const asked = request(`${emulator}${url}`, { method, headers: { ...headers, "content-length": body.length } }, (answer) => {
      readAll(answer).then((read) => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: read }), reject);
    });
    asked.on("error", reject).end(body);
  });

/** A proxy in front of an emulator that can hold back responses. */
export class Gate {
  private wanted: RegExp[] = [];
  private onAllKept: () => void = () => undefined;
  private released = Promise.resolve();
  private busy = 0;
  private lastAsked = Date.now();

  constructor(
    readonly endpoint: string,
    private readonly emulator: string,
  ) {}

  /** Holds back one response for each pattern of an operation and its body: `CreateRole Action=…`, `PUT /restapis/a1b2/… {…}`. */
  keep(operations: readonly RegExp[]): Kept {
    let release: () => void = () => undefined;
    this.wanted = [...operations];
    this.released = new Promise((resolve) => {
      release = resolve;
    });
    const all = new Promise<void>((resolve) => {
      this.onAllKept = resolve;
    });
    return {
      all,
      release: () => {
        this.wanted = [];
        release();
      },
    };
  }

  /** Resolves once there has been no request for a while, and all but the held ones have been answered. */
  async settle(keptBack: number): Promise<void> {
    while (this.busy > keptBack || Date.now() - this.lastAsked < QUIET_MS) await sleep(50);
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    this.busy++;
    this.lastAsked = Date.now();
    try {
      const body = await readAll(incoming);
      const { status, headers, body: answer } = await forward(this.emulator, incoming, body);
      await this.pass(operationOf(incoming, body.toString("latin1")));
      const { "transfer-encoding": _whole, ...others } = headers;
      response.writeHead(status, { ...others, "content-length": answer.length }).end(answer);
    } catch {
      response.destroy();
    } finally {
      this.busy--;
    }
  }

  private async pass(operation: string): Promise<void> {
    const index = this.wanted.findIndex((pattern) => pattern.test(operation));
    if (index === -1) return;
    this.wanted.splice(index, 1);
    if (this.wanted.length === 0) this.onAllKept();
    await this.released;
  }
}

/** Runs `use` with a gate on a free port. */
export function withGate<T>(emulator: string, use: (gate: Gate) => Promise<T>): Promise<T> {
  let gate: Gate | undefined;
  return withServer(
    (incoming, response) => void gate?.serve(incoming, response),
    (address) => {
      gate = new Gate(address, emulator);
      return use(gate);
    },
  );
}
