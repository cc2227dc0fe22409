import { z } from "zod";
import type { LogLine } from "../../local/log";
import { fetchSteps } from "../target/engine-steps";
import type { Witness } from "./lab";
import { readApiTrace, readCognitoTrace } from "./read-trace";

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
