import type { HttpAnswer, LoadClient } from "../../../comparison/latency/load-client";
import type { LatencyTarget, MeasuredSpan, OpenOptions } from "../../../comparison/latency/target";

const STRATEGIES = ["one", "two"];

interface Changes {
  /** Called before each of the API's responses. */
  readonly onRequest?: (count: number) => void;
}

/** A target without a network that responds at once, and records what was done with it. */
export function createFakeLatencyTarget({ onRequest = () => undefined }: Changes = {}) {
  const events: string[] = [];
  const spans: MeasuredSpan[] = [];
  let tokens = 0;
  const asked = { signIns: 0, refreshes: 0, requests: 0 };
  const answerOf = (status: number, body: unknown, requestId: string): HttpAnswer => ({
    status,
    body: JSON.stringify(body),
    requestId,
  });
  const issue = (user: string) => {
    const token = `${user} ${tokens++}`;
    return answerOf(200, { AuthenticationResult: { AccessToken: token, IdToken: token, RefreshToken: user } }, "of cognito");
  };
  const createLoadClient = (strategy: string): LoadClient => {
    const ask = async (status: number, body: unknown) => {
      onRequest(++asked.requests);
      return answerOf(status, body, `${strategy} ${asked.requests}`);
    };
    return {
      strategy,
      tokenUse: "access",
      async signIn(user) {
        asked.signIns++;
        return issue(user);
      },
      async refresh(user) {
        asked.refreshes++;
        return issue(user);
      },
      get: async (_path, token) => (token.startsWith("nobody") ? ask(403, { message: "no" }) : ask(200, { id: "a-pet" })),
      post: async () => ask(201, { id: "a-pet" }),
    };
  };
  const target: LatencyTarget = {
    name: "fake",
    timingSource: "simulated in a test",
    timingMeaning: "it means nothing",
    quotas: [],
    async measureColdStarts(count) {
      events.push(`${count} cold starts`);
      return [];
    },
    async open({ authorizerCacheTtlSeconds }: OpenOptions) {
      events.push(`open ${authorizerCacheTtlSeconds}`);
      return {
        clients: STRATEGIES.map(createLoadClient),
        async readServerTimes(span) {
          spans.push(span);
          const functionCalls = [{ strategy: "one", what: "pets function", durationsMs: [1 + spans.length] }];
          return { functionCalls, gatewayTimes: { times: [], asked: span.requests.length, missing: 1, note: "late" } };
        },
        async close() {
          events.push(`close ${authorizerCacheTtlSeconds}`);
        },
      };
    },
  };
  return { target, events, spans, asked };
}
