import {
  CognitoIdentityProviderServiceException,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { z } from "zod";
import type { Route } from "../../config/access-rules";
import type { Decider } from "../../strategies/contract";
import { ANSWER_TIMEOUT_MS } from "../deployed/clients";
import type { Deployment } from "../deployed/deployment";
import type { DeployedStack } from "../deployed/exported-state";
import { judgeRequest, judgeSignIn } from "./deciders";
import { createWatch, type Watch } from "./deployed-witness";
import type { Finding } from "./report";
import { createRouteRequest, readAnswer } from "./route-request";
import type { Attempt, Tokens } from "./target";

const resultSchema = z.object({ AccessToken: z.string(), IdToken: z.string(), RefreshToken: z.string().default("") });

/** Speaks to a deployed stack as clients do, and tells who decided as far as the stack's logs do. */
export class DeployedClient {
  readonly #watch: Watch;
  constructor(
    private readonly deployment: Deployment,
    private readonly stack: DeployedStack,
    private readonly signal: AbortSignal,
  ) {
    this.#watch = createWatch(deployment, stack);
  }

  async askRoute(route: Route, authorization: string | undefined): Promise<Finding> {
    const { url, init } = createRouteRequest(this.stack.apiUrl, route, authorization);
    const { answer, calls } = await this.#watch("authorizer", async () => {
      const response = await fetch(url, { ...init, signal: this.#limit() });
      const requestId = response.headers.get("x-amzn-requestid");
      const told = readAnswer(response, await response.text());
      const { status } = told;
      // Neither function behind a route nor request validation says any of these.
      const isPassed = ![401, 403, 429].includes(status) && status < 500;
      return { ...told, isPassed, ...(requestId === null ? {} : { requestId }) };
    });
    const hasAuthorizer = this.#has("authorizer");
    const { requestId, ...told } = answer;
    return {
      ...told,
      ...describeDecider(judgeRequest(hasAuthorizer, calls?.wasCalled, answer), hasAuthorizer, calls?.reasons),
      ...(this.deployment.target === "aws" && requestId !== undefined ? { requestId } : {}),
    };
  }

  /** A sign-in or a refresh. */
  async authenticate(input: Omit<InitiateAuthCommandInput, "ClientId">, ClientId: string): Promise<Attempt> {
    const { answer, calls } = await this.#watch("trigger", () => this.#initiateAuth({ ...input, ClientId }));
    const { tokens, ...told } = answer;
    const hasTrigger = this.#has("trigger");
    const judged = describeDecider(judgeSignIn(hasTrigger, calls?.wasCalled), hasTrigger, calls?.reasons);
    return { tokens, finding: { ...told, isPassed: tokens !== undefined, ...judged } };
  }

  async #initiateAuth(input: InitiateAuthCommandInput) {
    try {
      const { AuthenticationResult, $metadata } = await this.deployment.clients.cognito.send(new InitiateAuthCommand(input), {
        abortSignal: this.signal,
      });
      const tokens = this.#readTokens(AuthenticationResult);
      return { status: $metadata.httpStatusCode ?? 200, message: null, tokens };
    } catch (error) {
      if (!(error instanceof CognitoIdentityProviderServiceException)) throw error;
      return { status: error.$metadata.httpStatusCode ?? 400, message: error.message, tokens: undefined };
    }
  }

  #readTokens(result: unknown): Tokens {
    const { AccessToken, IdToken, RefreshToken } = resultSchema.parse(result);
    const [sent, other] = this.stack.tokenUse === "access" ? [AccessToken, IdToken] : [IdToken, AccessToken];
    // By the clock that waits, not by the one that issued them.
    return { sent, other, refresh: RefreshToken, issuedAtSeconds: Math.ceil(Date.now() / 1000) };
  }

  #has(place: "authorizer" | "trigger"): boolean {
    return this.stack.functions.some((fn) => fn.place === place);
  }

  #limit(): AbortSignal {
    return AbortSignal.any([this.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  }
}

/** Where only one could decide, nobody has to look. */
function describeDecider(decidedBy: Decider | undefined, hasFunction: boolean, reasons: readonly string[] = []) {
  if (decidedBy === undefined) return { reason: "the function's log does not tell in time" };
  const evidence = hasFunction ? "by the log of the function that decides" : "no function decides here";
  return { decidedBy, reason: [evidence, ...reasons.map((reason) => `it logged: ${reason}`)].join("; ") };
}
