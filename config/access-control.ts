import { defineAccessControl, type RouteKey } from "./access-rules";
import { newPetSchema } from "./pet";

/**
 * Who may do what. Scopes, the resource server, the groups, the methods, the trigger's map and the authorizer's policy are all
 * derived from this table. To add a route, add its line here and its function in handlers/pets.ts.
 */
export const accessControl = defineAccessControl({
  resourceServer: "petsapi",
  permissions: {
    ReadPetsAccess: { scope: "read", description: "Read pets" },
    WritePetsAccess: { scope: "write", description: "Add and remove pets" },
  },
  groups: {
    PetsAdmins: ["ReadPetsAccess", "WritePetsAccess"],
  },
  routes: [
    { method: "GET", path: "/pets", permission: "ReadPetsAccess", query: ["limit", "cursor"] },
    { method: "GET", path: "/pets/{petId}", permission: "ReadPetsAccess" },
    { method: "POST", path: "/pets", permission: "WritePetsAccess", body: newPetSchema },
    { method: "DELETE", path: "/pets/{petId}", permission: "WritePetsAccess" },
  ],
});

export type PetsRouteKey = RouteKey<(typeof accessControl)["routes"][number]>;
