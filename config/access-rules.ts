/**
 * The access-control table's type and the lookups derived from it. Pure: shared by the program, the handlers, the local engine and
 * the tests.
 */

export type HttpMethod = "DELETE" | "GET" | "PATCH" | "POST" | "PUT";

/** The keywords of a JSON schema (draft 4, the version that API Gateway models use) that a body's property may have. */
interface PropertySchema {
  readonly type: "boolean" | "integer" | "number" | "string";
  readonly enum?: string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

/** JSON schema of a route's request body; its title names the API Gateway model. */
export interface BodySchema {
  readonly title: string;
  readonly type: "object";
  readonly properties: Record<string, PropertySchema>;
  readonly required?: string[];
  readonly additionalProperties: boolean;
}

export interface Route<PermissionName extends string = string> {
  readonly method: HttpMethod;
  /** A path of literal segments and `{parameter}` segments, such as `/pets/{petId}`. */
  readonly path: `/${string}`;
  readonly permission: PermissionName;
  /** Query parameters that the route reads, all optional. */
  readonly query?: readonly string[];
  readonly body?: BodySchema;
}

export interface Permission {
  /** The scope's name on the resource server: `read` of `petsapi/read`. */
  readonly scope: string;
  readonly description: string;
}

export interface AccessControl {
  /** Identifier of the OAuth resource server, the part of a scope before the slash. */
  readonly resourceServer: string;
  /** Each permission is a Cognito group of the same name, and one OAuth scope. */
  readonly permissions: Readonly<Record<string, Permission>>;
  /** Additional Cognito groups that grant several permissions each. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly routes: readonly Route[];
}

/** Of the resource server, permissions, scopes and groups. */
export const TABLE_NAME = /^[A-Za-z0-9._:-]{1,128}$/;

/** `GET /pets/{petId}`: how logs, handlers and tests name a route. */
export type RouteKey<R extends Route = Route> = R extends Route ? `${R["method"]} ${R["path"]}` : never;

/** Types a table so that a route or group with an undefined permission does not compile. */
export function defineAccessControl<
  const Permissions extends Readonly<Record<string, Permission>>,
  const Routes extends readonly Route<keyof Permissions & string>[],
>(table: {
  readonly resourceServer: string;
  readonly permissions: Permissions;
  readonly groups: Readonly<Record<string, readonly (keyof Permissions & string)[]>>;
  readonly routes: Routes;
}): typeof table {
  return table;
}

/** A permission's full scope, `petsapi/read`: what tokens carry and methods require. */
export function scopeOf(table: AccessControl, permissionName: string): string {
  const permission = Object.hasOwn(table.permissions, permissionName) ? table.permissions[permissionName] : undefined;
  if (permission === undefined) throw new Error(`the access-control table has no permission "${permissionName}"`);
  return `${table.resourceServer}/${permission.scope}`;
}

/** Every Cognito group that the table knows, with the permissions it grants. */
export function grantsOf(table: AccessControl): ReadonlyMap<string, readonly string[]> {
  return new Map([...Object.keys(table.permissions).map((name) => [name, [name]] as const), ...Object.entries(table.groups)]);
}

/** Looks up the permissions of a set of groups: each once, in the table's order. Unknown groups grant nothing. */
export function createPermissionLookup(table: AccessControl): (groups: readonly string[]) => readonly string[] {
  const grants = grantsOf(table);
  const names = Object.keys(table.permissions);
  return (groups) => {
    const granted = new Set<string>();
    for (const group of groups) {
      for (const name of grants.get(group) ?? []) granted.add(name);
    }
    return names.filter((name) => granted.has(name));
  };
}
