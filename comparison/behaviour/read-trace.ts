import { describeStep } from "../../local/describe-step";
import type { Step } from "../../local/step";
import type { Finding } from "./report";

type Judgement = Pick<Finding, "decidedBy" | "reason" | "isColdStart">;

const hasColdStart = (step: Step | undefined) => step !== undefined && "coldStartMs" in step;
const describeAll = (steps: readonly (Step | undefined)[]) => steps.flatMap((step) => step ?? []).map(describeStep);

/** Who decided an API request, and why; `told` are reasons logged by functions. */
export function readApiTrace(steps: readonly Step[], told: readonly string[]): Judgement & Pick<Finding, "isPassed"> {
  const called = steps.find(({ kind }) => kind === "function");
  const isCached = steps.some((step) => step.kind === "cache" && step.state === "hit");
  const refusal = steps.findLast(({ outcome }) => outcome !== "ok");
  const decision = steps.findLast(({ kind }) => kind === "authorizer") ?? refusal;
  const isColdStart = hasColdStart(called);
  return {
    isPassed: refusal === undefined && steps.some(({ kind }) => kind === "integration"),
    decidedBy: isCached ? "cached policy" : called === undefined ? "API Gateway" : "authorizer function",
    reason: [...describeAll([isColdStart ? called : undefined, decision]), ...told].join("; "),
    isColdStart,
  };
}

/** Who decided a Cognito operation, and why. */
export function readCognitoTrace(steps: readonly Step[]): Judgement {
  const trigger = steps.find(({ kind }) => kind === "trigger");
  const last = steps.findLast(({ outcome }) => outcome !== "ok") ?? steps.at(-1);
  return {
    decidedBy: trigger === undefined ? "Cognito" : "trigger function",
    reason: describeAll([trigger, last === trigger ? undefined : last]).join("; "),
    isColdStart: hasColdStart(trigger),
  };
}
