import { type AccessControl, createPermissionLookup, grantsOf } from "../../../config/access-rules";
import { signInNewUser } from "../lab";
import type { Situation } from "../situation";

/** A group of the pool that is unknown to the table. */
export const UNKNOWN_GROUP = "Strangers";

/** Up to this many groups are tried in all combinations; beyond that, each alone and all together. */
const MAX_COMBINED = 4;

function setsOf(groups: readonly string[]): readonly (readonly string[])[] {
  if (groups.length > MAX_COMBINED) return [[], ...groups.map((group) => [group]), groups];
  const subsets: (readonly string[])[] = [[]];
  for (const group of groups) subsets.push(...subsets.map((set) => [...set, group]));
  return subsets.toSorted((a, b) => a.length - b.length);
}

/** Every set of groups on every route. */
export function createGroupSituations(table: AccessControl): readonly Situation[] {
  const findPermissions = createPermissionLookup(table);
  const sets = [...setsOf([...grantsOf(table).keys()]), [UNKNOWN_GROUP]];
  return sets.flatMap((groups) => {
    const granted = findPermissions(groups);
    const family =
      groups.length === 0
        ? "A user in no group asks"
        : groups[0] === UNKNOWN_GROUP
          ? `A user in a group that the table does not have (${UNKNOWN_GROUP}) asks`
          : `A user in ${groups.join(" and ")} asks`;
    return table.routes.map(({ ...route }, index): Situation => {
      const variant = `${route.method} ${route.path}`;
      return {
        id: `groups:${groups.join("+") || "none"}:${variant}`,
        topic: "Groups and routes",
        sentence: `${family} ${variant}`,
        family,
        variant,
        // One route tells, for every method is protected alike.
        ...(groups.length === 0 && index === 0 ? { decides: { question: "refusal", cause: "missing permission" } } : {}),
        run: async (lab) => lab.ask(route, (await signInNewUser(lab, groups)).sent),
        expect: ({ permitted, notPermitted }) => (granted.includes(route.permission) ? permitted : notPermitted),
      };
    });
  });
}
