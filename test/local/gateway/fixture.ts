import { createPublicKey, type KeyObject } from "node:crypto";
import { UNTHROTTLED } from "../../../comparison/target/unthrottled";
import { Clock } from "../../../local/clock";
import { createGateway, type Gateway } from "../../../local/gateway/gateway";
import type { HttpAnswer, HttpRequest } from "../../../local/gateway/http";
import { readApi } from "../../../local/gateway/resources";
import type { Invocation, InvocationRequest } from "../../../local/lambda/invocation";
import type { Recording } from "../../../local/record";
import { Trace } from "../../../local/trace";
import { recordStrategy, textOf } from "../../support/programs";
import { createTestPool, type TestPool } from "../../support/user-pool";

export const SCOPES = "access-token-scopes";
export const AUTHORIZER = "id-token-lambda-authorizer";

export type Outcome = Invocation extends infer I ? (I extends Invocation ? Omit<I, "durationMs"> : never) : never;

/** A gateway over a recorded stack, with functions that return what a test wants and record their calls. */
export interface TestGateway {
  readonly pool: TestPool;
  readonly clock: Clock;
  readonly calls: InvocationRequest[];
  readonly recording: Recording;
  ask(request?: Partial<HttpRequest> & { readonly token?: string }): Promise<Asked>;
}

interface Asked extends HttpAnswer {
  readonly trace: Trace;
  header(name: string): string | undefined;
  json(): unknown;
}

const answerOf = (payload: unknown): Outcome => ({ outcome: "answer", payload });
const OK = answerOf({ statusCode: 200, body: '{"pets":[]}' });
export const policyFor = (Effect: string, Resource: string | readonly string[], context: unknown = { sub: "1" }): Outcome =>
  answerOf({
    principalId: "1",
    policyDocument: { Version: "2012-10-17", Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] },
    context,
  });

interface Options {
  readonly config?: Readonly<Record<string, string>>;
  /** What the function behind the methods returns, and what the authorizer function does. */
  readonly onCall?: (request: InvocationRequest) => Outcome | Promise<Outcome>;
  readonly onAuthorize?: (request: InvocationRequest) => Outcome | Promise<Outcome>;
  readonly edit?: (recording: Recording) => Recording;
  /** The pool that issues the tokens, if not the stack's own. */
  readonly poolArn?: string;
}

export async function createTestGateway(strategy: string, options: Options = {}): Promise<TestGateway> {
  const {
    poolArn,
    config = {},
    onCall = () => OK,
    onAuthorize = () => policyFor("Allow", "*"),
    edit = (recording) => recording,
  } = options;
  const recording = edit(await recordStrategy(strategy, { config: { ...UNTHROTTLED, ...config } }));
  const clock = new Clock();
  const calls: InvocationRequest[] = [];
  const recordedPool = recording.one("aws:cognito/userPool:UserPool");
  const clientId = recording.one("aws:cognito/userPoolClient:UserPoolClient").id;
  const pool = createTestPool({ issuer: `https://${textOf(recordedPool.state.endpoint)}`, clientId });
  const keys = new Map<string, KeyObject>(
    pool.jwks.keys.map((jwk) => [textOf(jwk.kid), createPublicKey({ key: { ...jwk }, format: "jwk" })]),
  );
  const gateway: Gateway = createGateway({
    api: readApi(recording),
    clock,
    findPool: async (issuer) => (issuer === pool.issuer ? { arn: poolArn ?? textOf(recordedPool.state.arn), keys } : undefined),
    async invoke(request) {
      calls.push(request);
      const outcome = await (request.sourceArn.includes("/authorizers/") ? onAuthorize : onCall)(request);
      return { durationMs: 1, ...outcome };
    },
  });
  return {
    pool,
    clock,
    calls,
    recording,
    async ask({ token, headers = [], ...request } = {}) {
      const trace = new Trace("11111111-1111-4111-8111-111111111111");
      const answer = await gateway(
        {
          method: "GET",
          path: "/pets",
          query: "",
          body: Buffer.alloc(0),
          sourceIp: "127.0.0.1",
          basePath: "/apis/a/live",
          headers: [...headers, ...(token === undefined ? [] : [["Authorization", token] as const])],
          ...request,
        },
        trace,
      );
      return {
        ...answer,
        trace,
        header: (name) => answer.headers.findLast(([other]) => other.toLowerCase() === name.toLowerCase())?.[1],
        json: () => JSON.parse(answer.body.toString()),
      };
    },
  };
}
