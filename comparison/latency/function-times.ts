import { percentileOf } from "./statistics";

/** Functions by their role, as reports name them. */
export const FUNCTION_NAMES = {
  trigger: "pre-token-generation trigger",
  authorizer: "authorizer function",
  pets: "pets function",
} as const;

type FunctionRole = keyof typeof FUNCTION_NAMES;

/** What warm calls of one function took. */
export interface FunctionCalls {
  readonly strategy: string;
  /** Which function, by its role; one of FUNCTION_NAMES, or a new strategy's own name for it. */
  readonly what: string;
  readonly durationsMs: readonly number[];
}

export interface FunctionTime {
  readonly strategy: string;
  readonly what: string;
  readonly n: number;
  readonly meanMs: number;
  readonly medianMs: number;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** All calls of each function together; functions without a call are left out. */
export function summarizeCalls(calls: readonly FunctionCalls[]): readonly FunctionTime[] {
  const keys = new Set(calls.map(({ strategy, what }) => JSON.stringify([strategy, what])));
  return [...keys].flatMap((key) => {
    const same = calls.filter(({ strategy, what }) => JSON.stringify([strategy, what]) === key);
    const durationsMs = same.flatMap((one) => one.durationsMs);
    const [first] = same;
    if (first === undefined || durationsMs.length === 0) return [];
    const { strategy, what } = first;
    return [{ strategy, what, n: durationsMs.length, meanMs: meanOf(durationsMs), medianMs: percentileOf(durationsMs, 50) }];
  });
}

/** Inputs of the cost model that were measured. */
export interface MeasuredCostInputs {
  readonly authorizerMs?: number;
  readonly triggerMs?: number;
  readonly petsMs?: number;
}

/** The mean over the strategies that have the function, for Lambda bills the sum of the durations and not their median. */
export function costInputsFrom(functionTimes: readonly FunctionTime[]): MeasuredCostInputs {
  const meanMsOf = (role: FunctionRole) => {
    const meansMs = functionTimes.filter(({ what }) => what === FUNCTION_NAMES[role]).map(({ meanMs }) => meanMs);
    return meansMs.length === 0 ? undefined : meanOf(meansMs);
  };
  const [authorizerMs, triggerMs, petsMs] = [meanMsOf("authorizer"), meanMsOf("trigger"), meanMsOf("pets")];
  return {
    ...(authorizerMs === undefined ? {} : { authorizerMs }),
    ...(triggerMs === undefined ? {} : { triggerMs }),
    ...(petsMs === undefined ? {} : { petsMs }),
  };
}
