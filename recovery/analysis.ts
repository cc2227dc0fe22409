import { z } from "zod";
import type { Tags } from "../comparison/deployed/requests";
import { harmless, identities, isLasting, type Key, type LastingType } from "./repeated-creates";
import type { StackState, StateResource } from "./state";

/** What a pending create may have left behind, and how to identify it. */
export interface Sought {
  readonly type: LastingType;
  /** `Role pets-dev-pets` */
  readonly label: string;
  readonly key: Key;
  /** As the create would have set them. */
  readonly tags: Tags;
}

export interface Analysis {
  readonly sought: readonly Sought[];
  /** One sentence per pending create that left nothing to remove. */
  readonly settled: readonly string[];
  /** One sentence per pending create that cannot be judged. */
  readonly faults: readonly string[];
}

/** A resource as `pulumi up` lists it: type and name in the program. */
const labelOf = ({ type, urn }: Pick<StateResource, "type" | "urn">): string =>
  `${type.split(":").at(-1)} ${urn.split("::").slice(3).join("::")}`;

const tagsOf = z.object({ tags: z.record(z.string(), z.string()).default({}) });

/** What a stack's pending creates may have left behind, judged by the state alone. */
export function analyse({ resources, pendingCreates }: StackState): Analysis {
  const sought = new Map<string, Sought>();
  const settled = new Set<string>();
  const faults = new Set<string>();
  for (const create of pendingCreates) {
    const { type } = create;
    const label = labelOf(create);
    const why = harmless[type];
    if (!create.custom || type.startsWith("pulumi:")) {
      settled.add(`${label} does not exist in AWS`);
    } else if (why !== undefined) {
      settled.add(`${label} ${why === "overwritten" ? "is overwritten by the next pulumi up" : why}`);
    } else if (isLasting(type)) {
      const key = readKey(type, create.inputs);
      const tags = tagsOf.safeParse(create.inputs);
      if (key === undefined || !tags.success) faults.add(`${label}: its inputs do not identify it in AWS`);
      else if (isInState(resources, type, key)) settled.add(`${label} exists and is in the state`);
      else sought.set(JSON.stringify([type, key]), { type, label, key, tags: tags.data.tags });
    } else {
      faults.add(`${label}: its type ${type} is not used by this program`);
    }
  }
  return { sought: [...sought.values()], settled: [...settled], faults: [...faults] };
}

function readKey(type: LastingType, inputs: StateResource["inputs"]): Key | undefined {
  const values = identities[type].map((property) => [property, inputs[property]] as const);
  return values.every(([, value]) => typeof value === "string" && value !== "") ? Object.fromEntries(values) : undefined;
}

const isInState = (resources: readonly StateResource[], type: LastingType, key: Key): boolean =>
  resources.some(
    (resource) =>
      resource.type === type &&
      identities[type].every((property) => [resource.inputs[property], resource.outputs[property]].includes(key[property])),
  );
