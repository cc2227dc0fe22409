import { z } from "zod";
import type { RecordedResource, Recording } from "./record";

/**
 * The program uses something that the engine does not imitate. Thrown before anything is served: ignoring an unknown authorizer,
 * trigger or condition could admit requests that AWS refuses.
 */
export class NotImitatedError extends Error {
  readonly code = "NOT_IMITATED";
  constructor(
    readonly resource: { readonly type: string; readonly name: string },
    readonly faults: readonly string[],
  ) {
    super(
      `the local engine does not imitate this of ${resource.type} "${resource.name}":\n${faults.map((fault) => `  - ${fault}`).join("\n")}`,
    );
    this.name = "NotImitatedError";
  }
}

/** An input that does not affect requests, such as descriptions, tags and logs. */
export const ignored = z.unknown().optional();

export interface KnownResource<T> {
  readonly name: string;
  readonly id: string;
  /** What the provider adds: ARNs, names, endpoints. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly inputs: T;
}

/** Parses a resource's inputs with a closed schema, so that unknown inputs are faults. */
export function readResource<T>(resource: RecordedResource, schema: z.ZodType<T>): KnownResource<T> {
  const { success, data, error } = schema.safeParse(resource.inputs);
  if (!success)
    throw new NotImitatedError(
      resource,
      error.issues.map(({ path, message }) => `${path.join(".") || "inputs"}: ${message}`),
    );
  return { name: resource.name, id: resource.id, state: resource.state, inputs: data };
}

/** All resources of a type, parsed with a closed schema. */
export const readResources = <T>(recording: Recording, type: string, schema: z.ZodType<T>): readonly KnownResource<T>[] =>
  recording.ofType(type).map((resource) => readResource(resource, schema));

/** A string output of the provider, such as an ARN. */
export function stateText({ name, state }: Pick<KnownResource<unknown>, "name" | "state">, key: string): string {
  const value = state[key];
  if (typeof value !== "string") throw new Error(`"${name}" has no ${key}`);
  return value;
}
