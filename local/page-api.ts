import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Clock } from "./clock";
import { STANDARD, VERIFICATIONS } from "./cognito/standard-attributes";
import { describeStep } from "./describe-step";
import { type HttpAnswer, headerOf } from "./gateway/http";
import { jsonAnswer, type ServedRequest } from "./http-server";
import { jsonText } from "./json-text";
import type { EngineState, MailedCode, ParameterState, SeededUser, StackState, TableState, TraceReport } from "./page/contract";
import type { SeededItem } from "./seed";
import type { Ssm } from "./ssm/ssm";
import type { Stack } from "./stack";
import type { Traces } from "./traces";

const PREFIX = "/_local/";

interface PageApiOptions {
  readonly stacks: readonly Stack[];
  readonly users: readonly SeededUser[];
  readonly codes: readonly MailedCode[];
  readonly clock: Clock;
  readonly traces: Traces;
  readonly readParameter: Ssm["read"];
  /** Of all stacks. */
  readonly seededItems: readonly SeededItem[];
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

function stateOf(runId: string, options: PageApiOptions): EngineState {
  const { stacks, users, codes, clock } = options;
  return {
    runId,
    stacks: stacks.map((stack) => stackStateOf(stack, options)),
    users,
    codes: codes.toReversed(),
    clockAheadMs: clock.aheadMs,
  };
}

function stackStateOf(stack: Stack, options: PageApiOptions): StackState {
  const { strategy, tokenUse, apiUrl, pool, api } = stack;
  const custom = pool.attributes.filter(({ isCustom }) => isCustom).map(({ name }) => name);
  return {
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
    attributeClaims: [...STANDARD, ...VERIFICATIONS, ...custom],
    parameters: parametersOf(stack, options),
    tables: tablesOf(stack, options),
  };
}

function parametersOf({ parameters, outputs }: Stack, { readParameter }: PageApiOptions): readonly ParameterState[] {
  return parameters.flatMap(({ parameterName: name }) => {
    const current = readParameter(name);
    return current === undefined ? [] : [{ name, ...outputOf(outputs, name), ...current }];
  });
}

function tablesOf({ tables, outputs }: Stack, { seededItems }: PageApiOptions): readonly TableState[] {
  return tables.flatMap(({ tableName }) => {
    const items = seededItems
      .filter((seeded) => seeded.tableName === tableName)
      .map(({ name, read }) => {
        const item = read();
        return { userName: name, ...(item === undefined ? {} : { item }) };
      });
    return items.length === 0 ? [] : [{ name: tableName, ...outputOf(outputs, tableName), items }];
  });
}

/** The output that has this value. */
function outputOf(outputs: Stack["outputs"], value: string): { readonly output?: string } {
  const output = [...outputs].find(([, text]) => text === value)?.[0];
  return output === undefined ? {} : { output };
}
