import type { FunctionStep, Step } from "../../local/step";
import type { FunctionRole } from "./function-times";

const ROLES: Readonly<Record<FunctionStep["kind"], FunctionRole>> = {
  trigger: "trigger",
  function: "authorizer",
  integration: "pets",
};

const callsOf = (steps: readonly Step[]): readonly FunctionStep[] => steps.filter((step) => "functionName" in step);

/** The cold starts in a trace, in whole milliseconds. */
export const readColdStarts = (
  steps: readonly Step[],
): readonly { readonly role: FunctionRole; readonly coldStartMs: number }[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs }) =>
    coldStartMs === undefined ? [] : [{ role: ROLES[kind], coldStartMs: Math.round(coldStartMs) }],
  );

/** The warm calls in a trace, with the caller's waiting times. */
export const readWarmCalls = (steps: readonly Step[]): readonly { readonly role: FunctionRole; readonly durationMs: number }[] =>
  callsOf(steps).flatMap(({ kind, coldStartMs, durationMs }) =>
    coldStartMs === undefined ? [{ role: ROLES[kind], durationMs }] : [],
  );
