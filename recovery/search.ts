import type { Clients } from "../comparison/deployed/clients";
import { accountRemovers } from "./account-removers";
import type { Analysis, Sought } from "./analysis";
import { partRemovers } from "./part-removers";
import type { Found, Remover } from "./remover";
import type { LastingType } from "./repeated-creates";
import type { StateResource } from "./state";

const removers: Readonly<Record<LastingType, Remover>> = { ...accountRemovers, ...partRemovers };

/** Something that a pending create has left. */
interface Leftover {
  /** `Role pets-dev-pets: pets-dev-pets-1a2b3c4` */
  readonly label: string;
  readonly remove: () => Promise<unknown>;
}

/** What is to be done about the pending creates of a stack. */
export interface Findings {
  readonly leftovers: readonly Leftover[];
  readonly settled: readonly string[];
  readonly faults: readonly string[];
}

/** Asks AWS for what pending creates may have left. Whatever is not surely theirs is a fault, and nothing that is to be removed. */
export async function search(
  clients: Clients,
  { sought, settled, faults }: Analysis,
  resources: readonly StateResource[],
): Promise<Findings> {
  const findings = { leftovers: [] as Leftover[], settled: [...settled], faults: [...faults] };
  for (const one of sought) {
    const { find, remove } = removers[one.type];
    const found = await find(clients, one.key);
    if (found.length === 0) findings.settled.push(`${one.label} is not there`);
    for (const thing of found) {
      const label = `${one.label}: ${thing.id}`;
      const fault = faultOf(one, thing, resources);
      if (fault === undefined) findings.leftovers.push({ label, remove: () => remove(clients, thing.id, one.key) });
      else findings.faults.push(`${label} ${fault}`);
    }
  }
  return findings;
}

/** Why something is not to be removed, though it has the right name in the right place. */
function faultOf({ type, tags }: Sought, found: Found, resources: readonly StateResource[]): string | undefined {
  if (resources.some((resource) => resource.type === type && resource.id === found.id)) {
    return "is in the state as another resource";
  }
  const isOfAccount = Object.hasOwn(accountRemovers, type);
  const isTagged = ["project", "stack"].every((tag) => tags[tag] !== undefined && found.tags?.[tag] === tags[tag]);
  if (isOfAccount && !isTagged) return "does not have the tags of this stack";
  return found.contents === undefined ? undefined : `has ${found.contents}, which no create put there`;
}
