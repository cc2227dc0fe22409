import { z } from "zod";
import type { Clock } from "../clock";
import type { Value } from "../journal";
import type { ParameterModel } from "./resources";

/** Persists each change before it is acknowledged; throws if it cannot. */
export interface ParameterKeeper {
  /** What was kept before, by the parameter's name. */
  readonly items: ReadonlyMap<string, Value>;
  keep(parameterName: string, value: Value): void;
  close(): void;
}

const versionSchema = z.strictObject({ value: z.string(), version: z.int().min(2), modifiedAtMs: z.number() });
type Version = z.infer<typeof versionSchema>;

/** Whether something kept is a changed parameter. */
export const isKeptVersion = (_parameterName: string, kept: Value): boolean => versionSchema.safeParse(kept).success;

/**
 * A parameter: as the program creates it, until it is changed. A changed value stays, whatever the program creates later: a
 * deployment that finds the parameter leaves it alone, too.
 */
export class Parameter {
  #current: Version;

  /** @throws Error for a kept value that is none. */
  constructor(
    readonly model: ParameterModel,
    private readonly clock: Clock,
    private readonly keeper: ParameterKeeper | undefined,
  ) {
    const kept = keeper?.items.get(model.parameterName);
    this.#current =
      kept === undefined ? { value: model.value, version: 1, modifiedAtMs: clock.now() } : versionSchema.parse(kept);
  }

  get current(): Version {
    return this.#current;
  }

  change(value: string): void {
    const next = { value, version: this.#current.version + 1, modifiedAtMs: this.clock.now() };
    this.keeper?.keep(this.model.parameterName, next);
    this.#current = next;
  }
}
