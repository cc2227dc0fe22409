import { z } from "zod";
import { FUNCTION_NAMES } from "./function-times";
import type { HttpAnswer } from "./http-client";

const traceSchema = z.object({
  steps: z.array(z.object({ name: z.string(), detail: z.string(), durationMs: z.number() })),
});
type Trace = z.infer<typeof traceSchema>;

/** By the names of the engine's steps. */
const FUNCTION_STEPS: Readonly<Record<string, string>> = {
  trigger: FUNCTION_NAMES.trigger,
  function: FUNCTION_NAMES.authorizer,
  integration: FUNCTION_NAMES.pets,
};

const coldStartOf = (detail: string) => /cold start (?:of )?(\d+) ms/.exec(detail)?.[1];

/** The cold starts that a trace tells of; a step that a new strategy adds goes by its own name. */
export function readColdStarts({
  steps,
}: Pick<Trace, "steps">): readonly { readonly what: string; readonly coldStartMs: number }[] {
  return steps.flatMap(({ name, detail }) => {
    const ms = coldStartOf(detail);
    return ms === undefined ? [] : [{ what: FUNCTION_STEPS[name] ?? name, coldStartMs: Number(ms) }];
  });
}

/** The functions' calls that a trace tells of, without the cold ones: how long the caller waited for each. */
export function readWarmCalls({
  steps,
}: Pick<Trace, "steps">): readonly { readonly what: string; readonly durationMs: number }[] {
  return steps.flatMap(({ name, detail, durationMs }) => {
    const what = FUNCTION_STEPS[name];
    return what === undefined || coldStartOf(detail) !== undefined ? [] : [{ what, durationMs }];
  });
}

/** What the engine at this address did with the request of this answer. It keeps the last 500. */
export async function fetchTrace(url: string, { requestId }: Pick<HttpAnswer, "requestId">): Promise<Trace> {
  const response = await fetch(`${url}/_local/traces/${requestId}`, { headers: { "X-Local-Page": "1" } });
  return traceSchema.parse(await response.json());
}
