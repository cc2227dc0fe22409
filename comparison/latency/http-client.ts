import { Pool } from "undici";

interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** By which the engine's trace of it is found; empty where there is none. */
  readonly requestId: string;
}

export interface HttpClient {
  ask(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 20_000;

/**
 * Keep-alive connections to one origin, one request at a time on each. There must be as many as concurrent requests: one waiting for a
 * connection would be sent later than the generator records.
 */
export function createHttpClient(origin: string, connections: number): HttpClient {
  const pool = new Pool(origin, { connections, pipelining: 1, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  return {
    async ask({ method, path, headers, body = null }) {
      const answer = await pool.request({ method, path, headers, body });
      const requestId = answer.headers["x-amzn-requestid"];
      return { status: answer.statusCode, body: await answer.body.text(), requestId: String(requestId ?? "") };
    },
    close: () => pool.close(),
  };
}
