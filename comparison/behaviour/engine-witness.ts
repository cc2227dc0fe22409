import { z } from "zod";
import type { LogLine } from "../../local/log";
import { fetchSteps } from "../target/engine-steps";
import type { Witness } from "./lab";
import { readApiTrace, readCognitoTrace } from "./read-trace";

/**
 * Asks the engine for its trace of each request.
 *
 * @param logged what the engine tells its log; emptied before each request, so that what is in it is about that one
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

/** The reasons that functions logged, which they do not tell clients. */
const readReasons = (lines: readonly LogLine[]): readonly string[] =>
  lines.flatMap((line) => {
    const { data } = loggedReason.safeParse(line.kind === "function" ? line.record.message : undefined);
    return data === undefined ? [] : [`it logged: ${data.reason}`];
  });
