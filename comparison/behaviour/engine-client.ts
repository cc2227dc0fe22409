import { z } from "zod";
import type { Route } from "../../config/access-rules";
import type { Engine } from "../../local/engine";
import type { LogLine } from "../../local/log";
import type { Stack } from "../../local/stack";
import { fetchSteps } from "../engine-steps";
import { readApiTrace, readCognitoTrace } from "./read-trace";
import type { Finding } from "./report";
import { createRouteRequest, readAnswer } from "./route-request";

/** Speaks to an engine over HTTP, as clients do, and asks for the trace of each answer. */
export class EngineClient {
  constructor(
    private readonly engine: Engine,
    /** What the engine told its log; emptied before each request, so that what is in it is about that one. */
    private readonly logged: LogLine[],
  ) {}

  async askRoute({ apiUrl }: Stack, route: Route, authorization: string | undefined): Promise<Finding> {
    const { url, init } = createRouteRequest(apiUrl, route, authorization);
    const { response, text } = await this.#fetch(url, init);
    const told = this.#readReasons();
    return { ...readAnswer(response, text), ...readApiTrace(await this.#stepsOf(response), told) };
  }

  /** A Cognito operation: what it answered, and what was seen. */
  async callCognito(operation: string, input: unknown): Promise<{ readonly finding: Finding; readonly output: unknown }> {
    const { response, text } = await this.#fetch(this.engine.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}`,
        // Administrators' operations ask for a signature, and the engine does not check it.
        Authorization: "AWS4-HMAC-SHA256 Credential=local",
      },
      body: JSON.stringify(input),
    });
    const steps = await this.#stepsOf(response);
    const finding = { ...readAnswer(response, text), ...readCognitoTrace(steps), isPassed: response.ok };
    return { finding, output: text === "" ? {} : JSON.parse(text) };
  }

  async #fetch(url: string, init: RequestInit) {
    this.logged.length = 0;
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  }

  /** The reasons that functions logged, which they do not tell whoever asked. */
  #readReasons(): readonly string[] {
    return this.logged.flatMap((line) => {
      const { data } = loggedReason.safeParse(line.kind === "function" ? line.record.message : undefined);
      return data === undefined ? [] : [`it logged: ${data.reason}`];
    });
  }

  #stepsOf({ headers }: Response) {
    return fetchSteps(this.engine.url, headers.get("x-amzn-RequestId"));
  }
}

const loggedReason = z.object({ reason: z.string() });
