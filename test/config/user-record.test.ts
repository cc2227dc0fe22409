import { expect } from "chai";
import fc from "fast-check";
import { readUserRecord } from "../../config/user-record";

const record = { userId: "u1", tenantId: "acme", entitlements: ["reports"] };

describe("readUserRecord", () => {
  it("reads a record, with and without groups, and nothing else of an item", () => {
    expect(readUserRecord({ ...record, createdAt: "2026-01-01", isAdmin: true })).to.deep.equal(record);
    expect(readUserRecord({ ...record, groups: [] })).to.deep.equal({ ...record, groups: [] });
    expect(readUserRecord({ userId: "u1", tenantId: "acme" })).to.deep.equal({ ...record, entitlements: [] });
  });

  it("refuses a record with one bad member as a whole", () => {
    const bad: readonly Readonly<Record<string, unknown>>[] = [
      { userId: "" },
      { userId: 7 },
      { tenantId: "" },
      { tenantId: undefined },
      // The tenant of a stack without a directory.
      { tenantId: "-" },
      { tenantId: "a b" },
      { tenantId: "x".repeat(65) },
      { entitlements: "reports" },
      { entitlements: ["a,b"] },
      { entitlements: Array.from({ length: 21 }, (_, i) => `e${i}`) },
      { groups: "PetsAdmins" },
      { groups: [null] },
      { groups: null },
      { groups: ["a,PetsAdmins"] },
      { groups: new Set(["PetsAdmins"]) },
      { groups: Array.from({ length: 101 }, (_, i) => `g${i}`) },
    ];
    for (const member of bad)
      expect(() => readUserRecord({ ...record, ...member }), JSON.stringify(member)).to.throw(
        "the directory's record of a user is invalid",
      );
  });

  it("never throws anything else, whatever an item has", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (item) => {
        try {
          readUserRecord({ ...record, ...item });
        } catch (error) {
          expect(error).to.have.property("code", "USER_RECORD_INVALID");
        }
      }),
    );
  });
});
