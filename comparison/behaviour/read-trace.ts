import { z } from "zod";
import type { Finding } from "./report";

const traceSchema = z.object({
  steps: z.array(z.object({ name: z.string(), detail: z.string(), outcome: z.enum(["ok", "refused", "failed"]) })),
});
type Steps = z.infer<typeof traceSchema>["steps"];

/** What the engine at this address did with a request; it keeps the last 500. */
export async function fetchSteps(engineUrl: string, requestId: string | null): Promise<Steps> {
  const response = await fetch(`${engineUrl}/_local/traces/${requestId}`, { headers: { "X-Local-Page": "1" } });
  return traceSchema.parse(await response.json()).steps;
}

type Judgement = Pick<Finding, "decidedBy" | "reason" | "isColdStart">;

/** A step that a new process was needed for says so. */
const isCold = (detail: string | undefined) => detail?.includes("cold start") ?? false;

/** Who decided on a request to an API, and why; `told` are the reasons that functions logged meanwhile. */
export function readApiTrace(steps: Steps, told: readonly string[]): Judgement & Pick<Finding, "isPassed"> {
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

/** Who decided on a Cognito operation, and why. */
export function readCognitoTrace(steps: Steps): Judgement {
  const trigger = steps.find(({ name }) => name === "trigger");
  const last = steps.findLast(({ outcome }) => outcome !== "ok") ?? steps.at(-1);
  return {
    decidedBy: trigger === undefined ? "Cognito" : "trigger function",
    reason: [trigger, last === trigger ? undefined : last].flatMap((step) => step?.detail ?? []).join("; "),
    isColdStart: isCold(trigger?.detail),
  };
}
