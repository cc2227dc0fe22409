import type { FunctionStep, Step } from "../../local/step";
import { FUNCTION_NAMES } from "./function-times";

const NAMES: Readonly<Record<FunctionStep["kind"], string>> = {
  trigger: FUNCTION_NAMES.trigger,
  function: FUNCTION_NAMES.authorizer,
  integration: FUNCTION_NAMES.pets,
};

const callsOf = (steps: readonly Step[]): readonly FunctionStep[] => steps.filter((step) => "functionName" in step);

/** The cold starts that a trace tells of, in whole milliseconds. */
export const readColdStarts = (steps: readonly Step[]): readonly { readonly what: string; readonly coldStartMs: number }[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs }) =>
    coldStartMs === undefined ? [] : [{ what: NAMES[kind], coldStartMs: Math.round(coldStartMs) }],
  );

/** The functions' calls that a trace tells of, without the cold ones: how long the caller waited for each. */
export const readWarmCalls = (steps: readonly Step[]): readonly { readonly what: string; readonly durationMs: number }[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs, durationMs }) =>
    coldStartMs === undefined ? [{ what: NAMES[kind], durationMs }] : [],
  );
