import { z } from "zod";
import type { Tags } from "../comparison/deployed/requests";
import { harmless, identities, isLasting, type Key, type LastingType } from "./repeated-creates";
import type { StackState, StateResource } from "./state";

/** What a pending create may have left, and by what it is known. */
export interface Sought {
  readonly type: LastingType;
  /** `Role pets-dev-pets` */
  readonly label: string;
  readonly key: Key;
  /** That the create would have given it. */
  readonly tags: Tags;
}

export interface Analysis {
  readonly sought: readonly Sought[];
  /** A sentence for each pending create that left nothing to remove. */
  readonly settled: readonly string[];
  /** A sentence for each of which nothing can be said. */
  readonly faults: readonly string[];
}

/** A resource as `pulumi up` lists it: the class of its type, and its name in the program. */
const labelOf = ({ type, urn }: Pick<StateResource, "type" | "urn">): string =>
  `${type.split(":").at(-1)} ${urn.split("::").slice(3).join("::")}`;

const tagsOf = z.object({ tags: z.record(z.string(), z.string()).default({}) });

/** What the pending creates of a stack may have left, without asking AWS. */
export function analyse({ resources, pendingCreates }: StackState): Analysis {
  const sought = new Map<string, Sought>();
  const settled = new Set<string>();
  const faults = new Set<string>();
  for (const create of pendingCreates) {
    const { type } = create;
    const label = labelOf(create);
    const why = harmless[type];
    if (!create.custom || type.startsWith("pulumi:")) {
      settled.add(`${label} is nothing in AWS`);
    } else if (why !== undefined) {
      settled.add(`${label} ${why === "overwritten" ? "is written over by the next pulumi up" : why}`);
    } else if (isLasting(type)) {
      const key = readKey(type, create.inputs);
      const tags = tagsOf.safeParse(create.inputs);
      if (key === undefined || !tags.success) faults.add(`${label}: its inputs do not tell how AWS knows it`);
      else if (isInState(resources, type, key)) settled.add(`${label} is there, and in the state`);
      else sought.set(JSON.stringify([type, key]), { type, label, key, tags: tags.data.tags });
    } else {
      faults.add(`${label}: its type ${type} is not one of this program's`);
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
