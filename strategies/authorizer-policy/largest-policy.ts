import type { AccessControl } from "../../config/access-rules";
import { createPolicyBuilder, type PolicyDocument } from "./policy";
import { createShadowMap } from "./route-shadows";

/** Up to this many permissions are tried in every combination; beyond that: all, each alone, and all but each. */
const MAX_COMBINED = 8;

/**
 * The largest policy that any set of groups can get. More permissions do not always make it larger: a route whose pattern also matches
 * routes that the caller may not call adds denies. So permissions with overlapping routes are tried in combination.
 */
export function findLargestPolicy(table: AccessControl, stageArn: string): PolicyDocument {
  const build = createPolicyBuilder(table);
  const sizeOf = (groups: readonly string[]) => JSON.stringify(build(groups, stageArn)).length;
  let largest: readonly string[] = Object.keys(table.permissions);
  for (const dependent of findDependentPermissions(table)) {
    const others = largest.filter((name) => !dependent.has(name));
    const sets = combine([...dependent]).map((names) => [...others, ...names]);
    largest = sets.reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a), largest);
  }
  return build(largest, stageArn);
}

/** Partitions the permissions by overlapping routes. */
function findDependentPermissions({ permissions, routes }: AccessControl): ReadonlySet<ReadonlySet<string>> {
  const groups = new Map<string, ReadonlySet<string>>(Object.keys(permissions).map((name) => [name, new Set([name])]));
  for (const [route, shadows] of createShadowMap(routes)) {
    const merged = new Set([route, ...shadows].flatMap(({ permission }) => [...(groups.get(permission) ?? [])]));
    for (const name of merged) groups.set(name, merged);
  }
  return new Set(groups.values());
}

function combine(names: readonly string[]): readonly (readonly string[])[] {
  if (names.length > MAX_COMBINED) return [names, ...names.flatMap((name) => [[name], names.filter((other) => other !== name)])];
  const sets: (readonly string[])[] = [[]];
  for (const name of names) sets.push(...sets.map((set) => [...set, name]));
  return sets;
}
