import type { Clients } from "../comparison/deployed/clients";
import { accountRemovers } from "./account-removers";
import type { Analysis, Sought } from "./analysis";
import { partRemovers } from "./part-removers";
import type { Found, Remover } from "./remover";
import type { LastingType } from "./repeated-creates";
import type { StateResource } from "./state";

const removers: Readonly<Record<LastingType, Remover>> = { ...accountRemovers, ...partRemovers };

/** A leftover of a pending create. */
interface Leftover {
  /** `Role pets-dev-pets: pets-dev-pets-1a2b3c4` */
  readonly label: string;
  readonly remove: () => Promise<unknown>;
}

/** What to do about a stack's pending creates. */
export interface Findings {
  readonly leftovers: readonly Leftover[];
  readonly settled: readonly string[];
  readonly faults: readonly string[];
}

/** Searches AWS for leftovers of pending creates. Anything not certainly theirs is reported as a fault and never removed. */
export async function search(
  clients: Clients,
  { sought, settled, faults }: Analysis,
  resources: readonly StateResource[],
): Promise<Findings> {
  const findings = { leftovers: [] as Leftover[], settled: [...settled], faults: [...faults] };
  for (const one of sought) {
    const { find, remove } = removers[one.type];
    const found = await find(clients, one.key);
    if (found.length === 0) findings.settled.push(`${one.label} does not exist`);
    for (const thing of found) {
      const label = `${one.label}: ${thing.id}`;
      const fault = faultOf(one, thing, resources);
      if (fault === undefined) findings.leftovers.push({ label, remove: () => remove(clients, thing.id, one.key) });
      else findings.faults.push(`${label} ${fault}`);
    }
  }
  return findings;
}

/** Why a resource must not be removed although name and place match. */
function faultOf({ type, tags }: Sought, found: Found, resources: readonly StateResource[]): string | undefined {
  if (resources.some((resource) => resource.type === type && resource.id === found.id)) {
    return "is in the state as another resource";
  }
  const isOfAccount = Object.hasOwn(accountRemovers, type);
  const isTagged = ["project", "stack"].every((tag) => tags[tag] !== undefined && found.tags?.[tag] === tags[tag]);
  if (isOfAccount && !isTagged) return "does not have the tags of this stack";
  return found.contents === undefined ? undefined : `has ${found.contents}, which no create made`;
}
