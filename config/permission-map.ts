import { type AccessControl, grantsOf, TABLE_NAME } from "./access-rules";

/**
 * The map from groups to permissions as a text that is kept outside of the bundles: a JSON object of group names and lists of
 * permissions, `{ "PetsAdmins": ["ReadPetsAccess", "WritePetsAccess"] }`. It is whole: a group that it does not name has no permission.
 */

/** Of a standard parameter. Source: docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html, read 2026-11. */
const MAX_MAP_BYTES = 4096;

/** A text that is no permission map. */
class PermissionMapError extends Error {
  readonly code = "PERMISSION_MAP_INVALID";
  constructor(readonly reason: string) {
    super(`the permission map is invalid: ${reason}`);
    this.name = "PermissionMapError";
  }
}

/** The map that the table has. */
export const renderPermissionMap = (table: AccessControl): string => JSON.stringify(Object.fromEntries(grantsOf(table)));

/** The limit of a table whose map is kept in a parameter. */
export const parameterLimits = {
  findTableFaults(table: AccessControl): readonly string[] {
    const bytes = sizeOf(renderPermissionMap(table));
    if (bytes <= MAX_MAP_BYTES) return [];
    return [
      `the permission map has ${bytes} bytes, but a parameter takes ${MAX_MAP_BYTES}; merge groups, or leave it in the bundles. ` +
        "Set it with: pulumi config set permissionMap bundled",
    ];
  },
};

const sizeOf = (text: string) => new TextEncoder().encode(text).length;

/**
 * The table with the permissions that the map gives to groups. Routes, permissions and scopes stay the table's.
 *
 * @throws PermissionMapError for anything but a whole and valid map: a part of it might grant what another part was to take away.
 */
export function applyPermissionMap(table: AccessControl, text: string): AccessControl {
  const bytes = sizeOf(text);
  if (bytes > MAX_MAP_BYTES) throw new PermissionMapError(`it has ${bytes} bytes, more than ${MAX_MAP_BYTES}`);
  const entries = Object.entries(parseObject(text));
  const groups = entries.map(([group, permissions]) => {
    if (!TABLE_NAME.test(group)) throw new PermissionMapError(`${JSON.stringify(group)} is not the name of a group`);
    if (!Array.isArray(permissions)) throw new PermissionMapError(`group "${group}" has no list of permissions`);
    return [group, permissions.map((name) => readPermission(table, group, name))] as const;
  });
  if (entries.length !== countNames(text)) throw new PermissionMapError("it names a group twice");
  // Each permission is a group as well, which the table lets grant itself.
  const ungranted = Object.keys(table.permissions).map((name) => [name, []] as const);
  return { ...table, groups: Object.fromEntries([...ungranted, ...groups]) };
}

/** How many names an object of lists has. Of two that are the same, JSON.parse silently drops the first. */
const countNames = (text: string) => [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/gs)].filter(([, colon]) => colon).length;

function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PermissionMapError("it is not JSON");
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new PermissionMapError("it is not a JSON object");
}

function readPermission({ permissions }: AccessControl, group: string, name: unknown): string {
  if (typeof name === "string" && Object.hasOwn(permissions, name)) return name;
  throw new PermissionMapError(`group "${group}" has the unknown permission ${JSON.stringify(name)}`);
}
