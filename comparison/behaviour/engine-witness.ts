import { z } from "zod";
import { describeStep } from "../../local/describe-step";
import type { LogLine } from "../../local/log";
import type { Step } from "../../local/step";
import { fetchSteps } from "../target/engine-steps";
import type { Witness } from "./lab";
import type { Finding } from "./report";

/**
 * Fetches the engine's trace of each request.
 *
 * @param logged the engine's log entries; cleared before each request, so that they belong to it
 */
export function createEngineWitness(engineUrl: string, logged: LogLine[]): Witness {
  const watch = <T>(ask: () => Promise<T>) => {
    logged.length = 0;
    return ask();
  };
  return {
    async watchRequest(ask) {
      const answer = await watch(ask);
      const reasons = readReasons(logged);
      const steps = await fetchSteps(engineUrl, answer.headers.get("x-amzn-RequestId"));
      return { answer, evidence: readApiTrace(steps, reasons) };
    },
    async watchSignIn(ask) {
      const answer = await watch(ask);
      return { answer, evidence: readCognitoTrace(await fetchSteps(engineUrl, answer.requestId)) };
    },
  };
}

const loggedReason = z.object({ reason: z.string() });

/** Reasons logged by functions, which clients do not see. */
const readReasons = (lines: readonly LogLine[]): readonly string[] =>
  lines.flatMap((line) => {
    const { data } = loggedReason.safeParse(line.kind === "function" ? line.record.message : undefined);
    return data === undefined ? [] : [`it logged: ${data.reason}`];
  });

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
