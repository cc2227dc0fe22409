import * as pulumi from "@pulumi/pulumi";
import { accessControl } from "../../../config/access-control";
import type { AccessControl } from "../../../config/access-rules";
import program from "../../../index";

const { ReadPetsAccess, WritePetsAccess } = accessControl.permissions;

/** The table with a permission renamed and without one route. */
const changedTable: AccessControl = {
  ...accessControl,
  permissions: { LookAtPets: ReadPetsAccess, WritePetsAccess },
  groups: { PetsAdmins: ["LookAtPets", "WritePetsAccess"] },
  routes: accessControl.routes
    .filter(({ method }) => method !== "DELETE")
    .map((route) => ({ ...route, permission: route.permission === "ReadPetsAccess" ? "LookAtPets" : route.permission })),
};

export = () => program(new pulumi.Config("table").getBoolean("isChanged") ? changedTable : accessControl);
