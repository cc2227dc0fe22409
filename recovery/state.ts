import { z } from "zod";

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  custom: z.boolean().default(false),
  id: z.string().default(""),
  inputs: z.record(z.string(), z.unknown()).default({}),
  outputs: z.record(z.string(), z.unknown()).default({}),
});
const exported = z.object({
  deployment: z
    .object({
      resources: z.array(resource).nullish(),
      pending_operations: z.array(z.object({ type: z.string(), resource })).nullish(),
    })
    .nullable(),
});

export type StateResource = z.infer<typeof resource>;

/** From `pulumi stack export`. */
export interface StackState {
  /** Existing resources, including those about to be deleted. */
  readonly resources: readonly StateResource[];
  /** Creates in progress when an update ended; the resources may or may not exist. */
  readonly pendingCreates: readonly StateResource[];
  /** Deletes in progress then; the resources are in the state and may be gone. */
  readonly pendingDeletes: readonly StateResource[];
}

/** Operation types in the state. Source: pulumi/sdk/v3 3.250.0, go/common/apitype/core.go, read 2026-11. */
const CREATING = "creating";
const DELETING = "deleting";

/** @throws ZodError if the text is not an exported state */
export function readState(text: string): StackState {
  const { resources, pending_operations: pending } = exported.parse(JSON.parse(text)).deployment ?? {};
  const ofType = (wanted: string) => (pending ?? []).filter(({ type }) => type === wanted).map((operation) => operation.resource);
  return { resources: resources ?? [], pendingCreates: ofType(CREATING), pendingDeletes: ofType(DELETING) };
}

const rest = z.looseObject({
  deployment: z.looseObject({ pending_operations: z.array(z.looseObject({ type: z.string() })).default([]) }),
});

/** The same state without its pending creates; all else is unchanged, secrets stay encrypted. */
export function clearPendingCreates(text: string): string {
  const { deployment, ...others } = rest.parse(JSON.parse(text));
  const pending = deployment.pending_operations.filter(({ type }) => type !== CREATING);
  return JSON.stringify({ ...others, deployment: { ...deployment, pending_operations: pending } });
}
