import { z } from "zod";
import type { Route } from "../../config/access-rules";
import type { Engine } from "../../local/engine";
import type { LogLine } from "../../local/log";
import type { Stack } from "../../local/stack";
import type { Finding } from "./report";
import { createRouteRequest, readAnswer } from "./route-request";

const traceSchema = z.object({
  steps: z.array(z.object({ name: z.string(), detail: z.string(), outcome: z.enum(["ok", "refused", "failed"]) })),
});
type Steps = z.infer<typeof traceSchema>["steps"];

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

  async #stepsOf({ headers }: Response): Promise<Steps> {
    const url = `${this.engine.url}/_local/traces/${headers.get("x-amzn-RequestId")}`;
    const { text } = await this.#fetch(url, { headers: { "X-Local-Page": "1" } });
    return traceSchema.parse(JSON.parse(text)).steps;
  }
}

const loggedReason = z.object({ reason: z.string() });

type Judgement = Pick<Finding, "decidedBy" | "reason" | "isColdStart">;

/** A step that a new process was needed for says so. */
const isCold = (detail: string | undefined) => detail?.includes("cold start") ?? false;

function readApiTrace(steps: Steps, told: readonly string[]): Judgement & Pick<Finding, "isPassed"> {
  const asked = steps.find(({ name }) => name === "function");
  const isKept = steps.some(({ name, detail }) => name === "cache" && detail.startsWith("hit"));
  const refusal = steps.findLast(({ outcome }) => outcome !== "ok");
  const decision = steps.findLast(({ name }) => name === "authorizer") ?? refusal;
  const isColdStart = isCold(asked?.detail);
  return {
    isPassed: refusal === undefined && steps.some(({ name }) => name === "integration"),
    decidedBy: isKept ? "cached policy" : asked === undefined ? "API Gateway" : "authorizer function",
    reason: [isColdStart ? asked?.detail : undefined, decision?.detail, ...told].filter((text) => text !== undefined).join("; "),
    isColdStart,
  };
}

function readCognitoTrace(steps: Steps): Judgement {
  const trigger = steps.find(({ name }) => name === "trigger");
  const last = steps.findLast(({ outcome }) => outcome !== "ok") ?? steps.at(-1);
  return {
    decidedBy: trigger === undefined ? "Cognito" : "trigger function",
    reason: [trigger, last === trigger ? undefined : last].flatMap((step) => step?.detail ?? []).join("; "),
    isColdStart: isCold(trigger?.detail),
  };
}
