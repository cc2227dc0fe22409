import { accessControl } from "../../config/access-control";
import { type AccessControl, grantsOf } from "../../config/access-rules";
import type { Situation } from "./situation";
import { createChangeSituations } from "./situations/changes";
import { createClaimSituations } from "./situations/claims";
import { createDirectorySituations } from "./situations/directory";
import { createGroupSituations } from "./situations/groups";
import { createOperationSituations } from "./situations/operation";
import { createPermissionMapSituations } from "./situations/permission-map";
import { createSpellingSituations } from "./situations/spellings";
import { createMachineSituations, createTokenSituations } from "./situations/tokens";

/** All rows, in the table's order. Rows without a route use the first one. */
export function createSituations(table: AccessControl = accessControl): readonly Situation[] {
  const [route] = table.routes;
  if (route === undefined) throw new Error("the access-control table has no routes");
  const everyGroup = [...grantsOf(table).keys()];
  return [
    ...createTokenSituations(table, route, everyGroup),
    ...createGroupSituations(table),
    ...createMachineSituations(table, route),
    ...createSpellingSituations(table),
    ...createChangeSituations(route),
    ...createOperationSituations(route, everyGroup),
    ...createClaimSituations(route, everyGroup),
    ...createDirectorySituations(table.routes, route, everyGroup),
    ...createPermissionMapSituations(route),
  ];
}
