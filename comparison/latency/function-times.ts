import type { FunctionStep, Step } from "../../local/step";
import type { FunctionCosts } from "../../strategies/costs";
import { type NumericInputName, withDefaults } from "../cost/inputs";
import { functionsOf, type PricedStrategy } from "../cost/variants";
import type { MeasuredDurations } from "../cost-report";
import type { ColdStart, FunctionTime } from "./report";
import { percentileOf } from "./statistics";

/** How a function is used: as Cognito's trigger, as API Gateway's authorizer, or behind the routes. */
export type FunctionRole = "authorizer" | "pets" | "trigger";

/** The name of the shared function in reports. */
const PETS_FUNCTION = "pets function";

export type NameFunction = (strategy: string, role: FunctionRole) => string;

/** Names functions as in their strategies' costs, or else by role. */
export const createNameFunction =
  (strategies: readonly PricedStrategy[]): NameFunction =>
  (strategy, role) => {
    if (role === "pets") return PETS_FUNCTION;
    const isOfRole = ({ calledFor }: FunctionCosts) => (calledFor === "token") === (role === "trigger");
    return findFunctions(strategies, strategy).find(isOfRole)?.name ?? role;
  };

const findFunctions = (strategies: readonly PricedStrategy[], strategy: string): readonly FunctionCosts[] =>
  strategies.filter(({ name }) => name === strategy).flatMap((priced) => functionsOf(priced, withDefaults()));

/** What warm calls of one function took, or its cold starts. */
export interface FunctionCalls {
  readonly strategy: string;
  /** Which function, as reports call it. */
  readonly what: string;
  readonly durationsMs: readonly number[];
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** All calls of each function together, in the order of the first ones; functions without a call are left out. */
function mergeCalls(calls: readonly FunctionCalls[]): readonly FunctionCalls[] {
  const merged = new Map<string, FunctionCalls>();
  for (const { strategy, what, durationsMs } of calls) {
    const key = JSON.stringify([strategy, what]);
    merged.set(key, { strategy, what, durationsMs: [...(merged.get(key)?.durationsMs ?? []), ...durationsMs] });
  }
  return [...merged.values()].filter(({ durationsMs }) => durationsMs.length > 0);
}

export const summarizeCalls = (calls: readonly FunctionCalls[]): readonly FunctionTime[] =>
  mergeCalls(calls).map(({ strategy, what, durationsMs }) => ({
    strategy,
    what,
    n: durationsMs.length,
    meanMs: meanOf(durationsMs),
    medianMs: percentileOf(durationsMs, 50),
  }));

export const summarizeColdStarts = (coldStarts: readonly FunctionCalls[]): readonly ColdStart[] =>
  mergeCalls(coldStarts).map(({ strategy, what, durationsMs }) => ({
    strategy,
    what,
    n: durationsMs.length,
    samplesMs: durationsMs,
    minMs: Math.min(...durationsMs),
    medianMs: percentileOf(durationsMs, 50),
    maxMs: Math.max(...durationsMs),
  }));

/** The mean over all strategies with the function; not the median, because Lambda bills the sum of durations. */
export function costInputsFrom(functionTimes: readonly FunctionTime[], strategies: readonly PricedStrategy[]): MeasuredDurations {
  const meansMs = new Map<NumericInputName, number[]>();
  for (const { strategy, what, meanMs } of functionTimes) {
    const own = findFunctions(strategies, strategy).find(({ name }) => name === what);
    const input = what === PETS_FUNCTION ? "petsMs" : own?.durationInput;
    if (input !== undefined) meansMs.set(input, [...(meansMs.get(input) ?? []), meanMs]);
  }
  return Object.fromEntries([...meansMs].map(([input, values]) => [input, meanOf(values)]));
}

const ROLES: Readonly<Record<FunctionStep["kind"], FunctionRole>> = {
  trigger: "trigger",
  function: "authorizer",
  integration: "pets",
};

const callsOf = (steps: readonly Step[]): readonly FunctionStep[] => steps.filter((step) => "functionName" in step);

/** A call in a trace. */
export interface TracedCall {
  readonly role: FunctionRole;
  readonly durationMs: number;
}

/** The cold starts in a trace, in whole milliseconds. */
export const readColdStarts = (steps: readonly Step[]): readonly TracedCall[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs }) =>
    coldStartMs === undefined ? [] : [{ role: ROLES[kind], durationMs: Math.round(coldStartMs) }],
  );

/** The warm calls in a trace, with the caller's waiting times. */
export const readWarmCalls = (steps: readonly Step[]): readonly TracedCall[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs, durationMs }) =>
    coldStartMs === undefined ? [{ role: ROLES[kind], durationMs }] : [],
  );
