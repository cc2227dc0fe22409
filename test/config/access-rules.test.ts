import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, grantsOf, scopeOf } from "../../config/access-rules";
import { petsTable } from "../support/pets-table";

describe("scopeOf", () => {
  it("prefixes the permission's scope with the resource server", () => {
    expect(scopeOf(petsTable, "ReadPetsAccess")).to.equal("petsapi/read");
    expect(scopeOf(petsTable, "WritePetsAccess")).to.equal("petsapi/write");
  });

  it("rejects a permission that the table does not have", () => {
    expect(() => scopeOf(petsTable, "FeedPetsAccess")).to.throw('no permission "FeedPetsAccess"');
    expect(() => scopeOf(petsTable, "constructor")).to.throw('no permission "constructor"');
  });
});

describe("grantsOf", () => {
  it("returns a group for each permission, and the groups that grant several", () => {
    expect([...grantsOf(petsTable)]).to.deep.equal([
      ["ReadPetsAccess", ["ReadPetsAccess"]],
      ["WritePetsAccess", ["WritePetsAccess"]],
      ["PetsAdmins", ["ReadPetsAccess", "WritePetsAccess"]],
    ]);
  });
});

describe("createPermissionLookup", () => {
  const find = createPermissionLookup(petsTable);

  it("returns each permission once and in the table's order, whatever the order of the groups", () => {
    expect(find(["WritePetsAccess", "PetsAdmins", "ReadPetsAccess", "PetsAdmins"])).to.deep.equal([
      "ReadPetsAccess",
      "WritePetsAccess",
    ]);
  });

  it("ignores groups that the table does not have", () => {
    expect(find(["Strangers", "__proto__", "constructor", ""])).to.deep.equal([]);
    expect(find(["Strangers", "ReadPetsAccess"])).to.deep.equal(["ReadPetsAccess"]);
    expect(find([])).to.deep.equal([]);
  });
});

describe("accessControl", () => {
  it("grants the documented routes to the documented permissions", () => {
    const lines = accessControl.routes.map(({ method, path, permission }) => `${method} ${path}: ${permission}`);

    expect(lines).to.include.members(petsTable.routes.map(({ method, path, permission }) => `${method} ${path}: ${permission}`));
    expect(accessControl.permissions).to.include.all.keys(Object.keys(petsTable.permissions));
    expect(accessControl.groups).to.deep.include(petsTable.groups);
  });
});
