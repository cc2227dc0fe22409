import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";

/** What is asked again and again, and what has to come back. */
export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly expectedBody: string;
}

export interface Asked {
  readonly latencyMs: number;
  /** By which the engine's trace of it is found. */
  readonly requestId: string;
}

/** Asks once and checks the answer: a wrong one must not count as a fast one. */
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

/** Asks `count` times over so many connections, each with one request after the other. Returns every latency in milliseconds. */
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
