import { defineAccessControl } from "../../config/access-rules";

/** The tests' own table, similar to the product's, so that a new route there changes no expectation here. */
export const petsTable = defineAccessControl({
  resourceServer: "petsapi",
  permissions: {
    ReadPetsAccess: { scope: "read", description: "Read pets" },
    WritePetsAccess: { scope: "write", description: "Add and remove pets" },
  },
  groups: { PetsAdmins: ["ReadPetsAccess", "WritePetsAccess"] },
  routes: [
    { method: "GET", path: "/pets", permission: "ReadPetsAccess" },
    { method: "GET", path: "/pets/{petId}", permission: "ReadPetsAccess" },
    { method: "POST", path: "/pets", permission: "WritePetsAccess" },
    { method: "DELETE", path: "/pets/{petId}", permission: "WritePetsAccess" },
  ],
});
