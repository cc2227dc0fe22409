import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock } from "./clock";
import { describeStep } from "./describe-step";
import { type HttpAnswer, headerOf } from "./gateway/http";
import { jsonAnswer, type ServedRequest } from "./http-server";
import { jsonText } from "./json-text";
import type { EngineState, MailedCode, SeededUser, TraceReport } from "./page/contract";
import type { Stack } from "./stack";
import type { Traces } from "./traces";

const PREFIX = "/_local/";

interface PageApiOptions {
  readonly stacks: readonly Stack[];
  readonly users: readonly SeededUser[];
  readonly codes: readonly MailedCode[];
  readonly clock: Clock;
  readonly traces: Traces;
}

/**
 * The API of the engine's page. It exposes passwords and codes, so it requires a header that other origins cannot send without a
 * preflight, and answers no preflights.
 */
export function createPageApi(options: PageApiOptions): (request: ServedRequest) => HttpAnswer | undefined {
  const { clock, traces } = options;
  const runId = randomUUID();
  const state = () => jsonAnswer(200, stateOf(runId, options));
  const notFound = jsonAnswer(404, { message: "Not Found" });
  return (request) => {
    if (!request.path.startsWith(PREFIX)) return undefined;
    if (headerOf(request, "x-local-page") === undefined)
      return jsonAnswer(403, { message: "Only the engine's own page may call this" });
    const [what, id = ""] = request.path.slice(PREFIX.length).split("/");
    if (request.method === "GET" && what === "state") return state();
    if (request.method === "GET" && what === "traces") {
      const kept = traces.get(id);
      if (kept === undefined) return notFound;
      const report: TraceReport = { ...kept, sentences: kept.steps.map(describeStep) };
      return jsonAnswer(200, report);
    }
    if (request.method === "POST" && what === "clock") {
      const { data } = advanceSchema.safeParse(request.body.toString("utf8"));
      if (data === undefined || !(data.advanceSeconds * 1000 <= clock.leftMs)) {
        const max = Math.floor(clock.leftMs / 1000);
        const message = `expected { "advanceSeconds": number } from 0 to ${max}, which is as far ahead as the clock can still go`;
        return jsonAnswer(400, { message });
      }
      clock.advance(data.advanceSeconds * 1000);
      return state();
    }
    return notFound;
  };
}

const advanceSchema = jsonText.pipe(z.strictObject({ advanceSeconds: z.number().min(0) }));

function stateOf(runId: string, { stacks, users, codes, clock }: PageApiOptions): EngineState {
  return {
    runId,
    stacks: stacks.map(({ strategy, tokenUse, apiUrl, pool, api }) => ({
      strategy,
      tokenUse,
      apiUrl,
      userPoolId: pool.id,
      userPoolClientId: pool.clients[0]?.id ?? "",
      requiredAttributes: pool.attributes.filter(({ isRequired }) => isRequired).map(({ name }) => name),
      routes: api.methods
        .filter(({ httpMethod }) => httpMethod !== "OPTIONS")
        .map(({ httpMethod, path, scopes, bodySchemas }) => {
          const bodySchema = bodySchemas.get("application/json");
          return { method: httpMethod, path, scopes, ...(bodySchema === undefined ? {} : { bodySchema }) };
        }),
    })),
    users,
    codes: codes.toReversed(),
    clockAheadMs: clock.aheadMs,
  };
}
