import type { AccessControl } from "../../config/access-rules";
import program from "../../index";
import { type RecordableProgram, type Recording, type RecordOptions, recordProgram } from "../../local/record";

export const { strategyNames } = program;

/** Records the test's own program in the pets program's project. */
export const record = (run: RecordableProgram["run"], options?: RecordOptions): Promise<Recording> =>
  recordProgram({ project: program.project, run }, options);

/** The recorded stack of a strategy; memoized, since no test changes it. */
const recordings = new Map<string, Promise<Recording>>();
let last: Promise<unknown> = Promise.resolve();

export function recordStrategy(
  strategy: string,
  { config = {}, ...options }: RecordOptions = {},
  table?: AccessControl,
): Promise<Recording> {
  const run = () => record(() => program.run(table), { ...options, config: { strategy, ...config } });
  const key = JSON.stringify([strategy, config, options, table]);
  const known = recordings.get(key);
  if (known !== undefined) return known;
  const recording = last.then(run);
  // Runs of the SDK must not overlap.
  last = recording.catch(() => undefined);
  recordings.set(key, recording);
  return recording;
}

type Values = Readonly<Record<string, unknown>>;
const isValues = (value: unknown): value is Values => typeof value === "object" && value !== null;

/** A nested input: `inputOf(pool.inputs, "lambdaConfig", "preTokenGenerationConfig")`. */
export const inputOf = (inputs: Values, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isValues(value) ? value[key] : undefined), inputs);

export const textOf = (value: unknown): string => {
  if (typeof value !== "string") throw new Error(`expected a text, found ${JSON.stringify(value)}`);
  return value;
};
