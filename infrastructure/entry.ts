import type { AccessControl } from "../config/access-rules";

/** The file that a function's bundle starts from. Only what it imports gets into the bundle. */
export interface Entry {
  /** Of the source map below build/. */
  readonly name: string;
  readonly text: string;
}

/** JavaScript for an entry, with its import statements. */
export interface Expression {
  readonly code: string;
  readonly imports: readonly string[];
}

/** Calls a module's `createHandler(process.env, …)`. `handler` is its path in the project without extension, arguments are code. */
export const callHandler = (handler: string, ...args: readonly string[]): Expression => ({
  code: `createHandler(${["process.env", ...args].join()})`,
  imports: [`import { createHandler } from "./${handler}"`],
});

/** A handler that is made anew, by `create`, from the table that the permission map's parameter changes. */
export function byPermissionMap(table: AccessControl, create: (table: string) => Expression): Expression {
  const { code, imports } = create("table");
  return {
    code: `withPermissionMap(createPermissionMap(process.env, ${JSON.stringify(table)}), (table) => ${code})`,
    imports: ['import { createPermissionMap, withPermissionMap } from "./handlers/lib/permission-map"', ...imports],
  };
}

/** An authorizer that passes these claims on to the functions behind it. */
export const passClaims = (names: readonly string[], { code, imports }: Expression): Expression =>
  names.length === 0
    ? { code, imports }
    : {
        code: `passClaims(${JSON.stringify(names)}, ${code})`,
        imports: ['import { passClaims } from "./handlers/lib/pass-claims"', ...imports],
      };

export const createEntry = (name: string, { code, imports }: Expression): Entry => ({
  name,
  text: `${imports.map((line) => `${line}; `).join("")}export const handler = ${code};`,
});
