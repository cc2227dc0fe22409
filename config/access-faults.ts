import type { AccessControl, Route } from "./access-rules";

const PATH = /^(?:\/(?:[A-Za-z0-9._-]+|\{[A-Za-z0-9_]+\}))+$/;
const NAME = /^[A-Za-z0-9._:-]{1,128}$/;

/** An access-control table that would deploy something other than what it says. `faults` holds one sentence for each. */
export class AccessControlError extends Error {
  readonly code = "ACCESS_CONTROL_INVALID";
  constructor(readonly faults: readonly string[]) {
    super(`config/access-control.ts has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "AccessControlError";
  }
}

/**
 * Checks the table before anything is created from it.
 *
 * @param served the strategies that are to protect it, each with the limits of its own way of deciding.
 * @throws AccessControlError with every fault.
 */
export function assertAccessControl(
  table: AccessControl,
  served: readonly { findTableFaults?(table: AccessControl): readonly string[] }[],
): void {
  const faults = [...findNameFaults(table), ...table.routes.flatMap((route) => findRouteFaults(table, route))];
  faults.push(...findDuplicates(table));
  // The questions below presume a table that is well-formed.
  if (faults.length === 0) {
    const ofStrategies = served.flatMap((strategy) => strategy.findTableFaults?.(table) ?? []);
    faults.push(...findParameterFaults(table), ...new Set(ofStrategies));
  }
  if (faults.length > 0) throw new AccessControlError(faults);
}

/** How faults name a route. */
export const routeKeyOf = ({ method, path }: Route): string => `${method} ${path}`;

function findNameFaults({ resourceServer, permissions, groups }: AccessControl): string[] {
  const named = [
    ["resource server", resourceServer],
    ...Object.keys(permissions).map((name) => ["permission", name]),
    ...Object.values(permissions).map(({ scope }) => ["scope", scope]),
    ...Object.keys(groups).map((name) => ["group", name]),
  ] as const;
  return [
    ...named
      .filter(([, name]) => !NAME.test(name ?? ""))
      .map(([kind, name]) => `${kind} "${name}" may hold letters, digits and . _ : - only, at most 128 of them`),
    ...Object.keys(groups)
      .filter((name) => Object.hasOwn(permissions, name))
      .map((name) => `group "${name}" is also a permission; a permission is a group already, give this one another name`),
    ...Object.entries(groups).flatMap(([name, granted]) =>
      granted
        .filter((permission) => !Object.hasOwn(permissions, permission))
        .map((permission) => `group "${name}" grants "${permission}", which is not a permission of the table`),
    ),
  ];
}

function findRouteFaults({ permissions }: AccessControl, route: Route): string[] {
  const faults: string[] = [];
  if (!PATH.test(route.path)) {
    faults.push(
      `${routeKeyOf(route)}: a path is "/" and segments of letters, digits, . _ - or {parameter}, without a slash at the end`,
    );
  }
  if (!Object.hasOwn(permissions, route.permission)) {
    faults.push(`${routeKeyOf(route)} needs "${route.permission}", which is not a permission of the table`);
  }
  if (route.body !== undefined && !/^[A-Za-z0-9]+$/.test(route.body.title)) {
    faults.push(
      `${routeKeyOf(route)}: the body's title "${route.body.title}" names a model, so it may hold letters and digits only`,
    );
  }
  return faults;
}

function findDuplicates({ permissions, routes }: AccessControl): string[] {
  const twice = (values: readonly string[]) => {
    const seen = new Set<string>();
    return new Set(values.filter((value) => seen.size === seen.add(value).size));
  };
  const bodies = new Map(routes.flatMap(({ body }) => (body === undefined ? [] : [[body, body.title]])));
  return [
    ...Array.from(twice(routes.map(routeKeyOf)), (route) => `${route} stands in the table twice`),
    ...Array.from(
      twice(Object.values(permissions).map(({ scope }) => scope)),
      (scope) => `two permissions have the scope "${scope}"`,
    ),
    ...Array.from(twice([...bodies.values()]), (title) => `two different bodies have the title "${title}"`),
  ];
}

/** API Gateway takes one parameter name for each place in the tree: /pets/{petId} and /pets/{id}/visits cannot stand together. */
function findParameterFaults({ routes }: AccessControl): string[] {
  const names = new Map<string, string>();
  const faults = new Set<string>();
  for (const { path } of routes) {
    for (const { 0: parameter, index } of path.matchAll(/\{\w+\}/g)) {
      const parent = path.slice(0, index - 1);
      const other = names.get(parent) ?? parameter;
      names.set(parent, other);
      if (other !== parameter) faults.add(`${parent || "/"} has the parameters ${other} and ${parameter}; use one name for both`);
    }
  }
  return [...faults];
}
