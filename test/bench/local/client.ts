import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";

/** A repeated request and its expected response. */
export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expectedBody: string;
}

export interface Asked {
  readonly latencyMs: number;
  /** Identifies the engine's trace of the request. */
  readonly requestId: string;
}

/** Sends one request and checks the response, so that a wrong one cannot count as a fast one. */
export function ask({ url, headers, expectedBody }: Question, agent: Agent): Promise<Asked> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => {
        const latencyMs = performance.now() - startedAt;
        if (response.statusCode === 200 && body === expectedBody) {
          resolve({ latencyMs, requestId: String(response.headers["x-amzn-requestid"]) });
        } else reject(new Error(`${url} answered ${response.statusCode} ${body}`));
      });
    });
    asked.on("error", reject).end();
  });
}

/** Sends `count` requests over this many connections, sequentially on each. Returns every latency in milliseconds. */
export async function askMany(question: Question, count: number, connections: number): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const latenciesMs: number[] = [];
  let left = count;
  const work = async () => {
    while (left-- > 0) latenciesMs.push((await ask(question, agent)).latencyMs);
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
  return latenciesMs;
}
