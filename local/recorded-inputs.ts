import { z } from "zod";
import type { RecordedResource, Recording } from "./record";

/**
 * The program asks for something that the engine does not imitate. It is raised before anything is served: an engine that passed
 * over an unknown authorizer, trigger or condition would let in whom AWS keeps out.
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

/** An input that is known to have no part in a request: descriptions, tags, logs. */
export const ignored = z.unknown().optional();

export interface KnownResource<T> {
  readonly name: string;
  readonly id: string;
  /** What the provider adds: ARNs, names, endpoints. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly inputs: T;
}

/** Reads a resource's inputs by a closed schema, so that an input which the engine has never heard of is a fault, not a detail. */
export function readResource<T>(resource: RecordedResource, schema: z.ZodType<T>): KnownResource<T> {
  const { success, data, error } = schema.safeParse(resource.inputs);
  if (!success)
    throw new NotImitatedError(
      resource,
      error.issues.map(({ path, message }) => `${path.join(".") || "inputs"}: ${message}`),
    );
  return { name: resource.name, id: resource.id, state: resource.state, inputs: data };
}

/** All resources of a type, read by a closed schema. */
export const readResources = <T>(recording: Recording, type: string, schema: z.ZodType<T>): readonly KnownResource<T>[] =>
  recording.ofType(type).map((resource) => readResource(resource, schema));

/** A text that the provider adds, such as an ARN. */
export function stateText({ name, state }: Pick<KnownResource<unknown>, "name" | "state">, key: string): string {
  const value = state[key];
  if (typeof value !== "string") throw new Error(`"${name}" has no ${key}`);
  return value;
}
