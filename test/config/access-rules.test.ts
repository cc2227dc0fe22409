import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, grantsOf, scopeOf } from "../../config/access-rules";

describe("scopeOf", () => {
  it("puts the resource server before the permission's scope", () => {
    expect(scopeOf(accessControl, "ReadPetsAccess")).to.equal("petsapi/read");
    expect(scopeOf(accessControl, "WritePetsAccess")).to.equal("petsapi/write");
  });

  it("refuses a permission that the table lacks", () => {
    expect(() => scopeOf(accessControl, "FeedPetsAccess")).to.throw('no permission "FeedPetsAccess"');
    expect(() => scopeOf(accessControl, "constructor")).to.throw('no permission "constructor"');
  });
});

describe("grantsOf", () => {
  it("makes a group of each permission and adds the groups that grant several", () => {
    expect([...grantsOf(accessControl)]).to.deep.equal([
      ["ReadPetsAccess", ["ReadPetsAccess"]],
      ["WritePetsAccess", ["WritePetsAccess"]],
      ["PetsAdmins", ["ReadPetsAccess", "WritePetsAccess"]],
    ]);
  });
});

describe("createPermissionLookup", () => {
  const find = createPermissionLookup(accessControl);

  it("answers each permission once and in the table's order, however the groups come", () => {
    expect(find(["WritePetsAccess", "PetsAdmins", "ReadPetsAccess", "PetsAdmins"])).to.deep.equal([
      "ReadPetsAccess",
      "WritePetsAccess",
    ]);
  });

  it("ignores groups that the table does not know", () => {
    expect(find(["Strangers", "__proto__", "constructor", ""])).to.deep.equal([]);
    expect(find(["Strangers", "ReadPetsAccess"])).to.deep.equal(["ReadPetsAccess"]);
    expect(find([])).to.deep.equal([]);
  });
});
