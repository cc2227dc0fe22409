import { type AccessControl, type Route, TABLE_NAME } from "./access-rules";

const PATH = /^(?:\/(?:[A-Za-z0-9._-]+|\{[A-Za-z0-9_]+\}))+$/;

/** An invalid access-control table. `faults` has one sentence each. */
export class AccessControlError extends Error {
  readonly code = "ACCESS_CONTROL_INVALID";
  constructor(readonly faults: readonly string[]) {
    super(`config/access-control.ts has ${faults.length} fault(s):\n${faults.map((fault) => `  - ${fault}`).join("\n")}`);
    this.name = "AccessControlError";
  }
}

/**
 * Validates the table before anything is created from it.
 *
 * @param served the strategies that will protect it, each with its own limits.
 * @throws AccessControlError with all faults.
 */
export function assertAccessControl(
  table: AccessControl,
  served: readonly { findTableFaults?(table: AccessControl): readonly string[] }[],
): void {
  const faults = [...findNameFaults(table), ...table.routes.flatMap((route) => findRouteFaults(table, route))];
  faults.push(...findDuplicates(table));
  // The checks below assume a well-formed table.
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
      .filter(([, name]) => !TABLE_NAME.test(name ?? ""))
      .map(([kind, name]) => `${kind} "${name}" may contain only letters, digits and . _ : - (at most 128 characters)`),
    ...Object.keys(groups)
      .filter((name) => Object.hasOwn(permissions, name))
      .map((name) => `group "${name}" has the name of a permission; every permission is already a group, so choose another name`),
    ...Object.entries(groups).flatMap(([name, granted]) =>
      granted
        .filter((permission) => !Object.hasOwn(permissions, permission))
        .map((permission) => `group "${name}" grants "${permission}", which the table does not define`),
    ),
  ];
}

function findRouteFaults({ permissions }: AccessControl, route: Route): string[] {
  const faults: string[] = [];
  if (!PATH.test(route.path)) {
    faults.push(
      `${routeKeyOf(route)}: invalid path; expected "/"-separated segments of letters, digits, . _ - or {parameter}, without a trailing slash`,
    );
  }
  if (!Object.hasOwn(permissions, route.permission)) {
    faults.push(`${routeKeyOf(route)} needs "${route.permission}", which the table does not define`);
  }
  if (route.body !== undefined && !/^[A-Za-z0-9]+$/.test(route.body.title)) {
    faults.push(
      `${routeKeyOf(route)}: the body's title "${route.body.title}" becomes the name of a model, so it may contain only letters and digits`,
    );
  }
  return faults;
}

function findDuplicates({ permissions, routes }: AccessControl): string[] {
  const twice = (values: readonly string[]) => new Set(values.filter((value, i) => values.indexOf(value) !== i));
  const bodies = new Map(routes.flatMap(({ body }) => (body === undefined ? [] : [[body, body.title]])));
  return [
    ...Array.from(twice(routes.map(routeKeyOf)), (route) => `duplicate route ${route}`),
    ...Array.from(
      twice(Object.values(permissions).map(({ scope }) => scope)),
      (scope) => `two permissions have the scope "${scope}"`,
    ),
    ...Array.from(twice([...bodies.values()]), (title) => `two different bodies have the title "${title}"`),
  ];
}

/** API Gateway allows one parameter name per path level: /pets/{petId} and /pets/{id}/visits cannot coexist. */
function findParameterFaults({ routes }: AccessControl): string[] {
  const names = new Map<string, string>();
  const faults = new Set<string>();
  for (const { path } of routes) {
    for (const { 0: parameter, index } of path.matchAll(/\{\w+\}/g)) {
      const parent = path.slice(0, index - 1);
      const other = names.get(parent) ?? parameter;
      names.set(parent, other);
      if (other !== parameter) faults.add(`${parent || "/"} has two parameter names, ${other} and ${parameter}; use one`);
    }
  }
  return [...faults];
}
