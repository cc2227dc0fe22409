import * as pulumi from "@pulumi/pulumi";
import { accessControl } from "../../../config/access-control";
import type { AccessControl } from "../../../config/access-rules";
import type { TokenClaims } from "../../../config/claim-rules";
import { tokenClaims } from "../../../config/token-claims";
import program from "../../../index";
import { exampleClaims } from "../../support/example-claims";

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

const declarations: Readonly<Record<string, TokenClaims>> = {
  example: exampleClaims,
  grown: { ...exampleClaims, customAttributes: { ...exampleClaims.customAttributes, badge: { maxLength: 8 } } },
};

export = () => {
  const changes = new pulumi.Config("changes");
  const claims = declarations[changes.get("claims") ?? ""] ?? tokenClaims;
  return program(changes.getBoolean("table") ? changedTable : accessControl, claims);
};
