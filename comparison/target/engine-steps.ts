import { z } from "zod";
import { type Step, stepSchema } from "../../local/step";

const traceSchema = z.object({ steps: z.array(stepSchema) });

/** What the engine at this address did with a request, by the `x-amzn-RequestId` of its answer. It keeps the last 500. */
export async function fetchSteps(engineUrl: string, requestId: string | null): Promise<readonly Step[]> {
  const response = await fetch(`${engineUrl}/_local/traces/${requestId}`, { headers: { "X-Local-Page": "1" } });
  return traceSchema.parse(await response.json()).steps;
}
