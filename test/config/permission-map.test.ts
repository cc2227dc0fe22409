import { expect } from "chai";
import fc from "fast-check";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, grantsOf } from "../../config/access-rules";
import { applyPermissionMap, renderPermissionMap } from "../../config/permission-map";

const permissionsUnder = (text: string, ...groups: string[]) =>
  createPermissionLookup(applyPermissionMap(accessControl, text))(groups);

describe("renderPermissionMap", () => {
  it("renders a map that grants what the table grants", () => {
    const text = renderPermissionMap(accessControl);

    for (const [group, permissions] of grantsOf(accessControl))
      expect(permissionsUnder(text, group), group).to.deep.equal([...permissions]);
  });
});

describe("applyPermissionMap", () => {
  it("lets the map alone say what a group may do, also a group with the name of a permission", () => {
    const text = JSON.stringify({ Interns: ["ReadPetsAccess"], WritePetsAccess: [] });

    expect(permissionsUnder(text, "Interns")).to.deep.equal(["ReadPetsAccess"]);
    expect(permissionsUnder(text, "PetsAdmins", "ReadPetsAccess", "WritePetsAccess")).to.deep.equal([]);
    expect(permissionsUnder("{}", ...grantsOf(accessControl).keys())).to.deep.equal([]);
  });

  it("leaves routes, permissions and scopes to the table", () => {
    const { groups, ...rest } = applyPermissionMap(accessControl, '{"Interns":["ReadPetsAccess"]}');

    expect(rest).to.deep.equal({
      resourceServer: accessControl.resourceServer,
      permissions: accessControl.permissions,
      routes: accessControl.routes,
    });
  });

  const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
    "an empty text": ["", /not JSON/],
    "half a map": ['{"PetsAdmins":["ReadPetsAccess"', /not JSON/],
    "a list": ['["PetsAdmins"]', /not a JSON object/],
    null: ["null", /not a JSON object/],
    "a text in place of a list": ['{"PetsAdmins":"ReadPetsAccess"}', /group "PetsAdmins" has no list/],
    "an object in place of a list": ['{"PetsAdmins":{"a":1}}', /group "PetsAdmins" has no list/],
    "an unknown permission": [
      '{"PetsAdmins":["ReadPetsAccess","Everything"]}',
      /group "PetsAdmins" has the unknown permission "Everything"/,
    ],
    "a permission from the prototype": ['{"PetsAdmins":["constructor"]}', /unknown permission "constructor"/],
    "a number as permission": ['{"PetsAdmins":[1]}', /unknown permission 1/],
    "a group that no pool can have": ['{"a b":[]}', /"a b" is not the name of a group/],
    "a group named twice": ['{"PetsAdmins":["WritePetsAccess"],"PetsAdmins":[]}', /names a group twice/],
    "a group named twice, once in disguise": ['{"PetsAdmins":[],"Pets\\u0041dmins" :["WritePetsAccess"]}', /names a group twice/],
    "more than a parameter holds": [
      JSON.stringify({ a: Array.from({ length: 300 }, () => "ReadPetsAccess") }),
      /has 5\d{3} bytes, more than 4096/,
    ],
  };
  for (const [name, [text, reason]] of Object.entries(refused))
    it(`refuses ${name} as a whole`, () => {
      expect(() => applyPermissionMap(accessControl, text)).to.throw(reason);
    });

  it("grants exactly what a valid map says, whatever groups are called", () => {
    const permissions = Object.keys(accessControl.permissions);
    const names = fc.oneof(
      fc.constantFrom("__proto__", "constructor", "toString", ...permissions),
      fc.stringMatching(/^[A-Za-z0-9._:-]{1,20}$/),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.subarray(permissions)), { maxLength: 6 }), (entries) => {
        const map = new Map(entries);
        const text = `{${Array.from(map, ([group, granted]) => `${JSON.stringify(group)}:${JSON.stringify(granted)}`).join()}}`;
        const lookup = createPermissionLookup(applyPermissionMap(accessControl, text));
        for (const [group, granted] of map)
          expect(lookup([group]), group).to.deep.equal(permissions.filter((name) => granted.includes(name)));
        for (const group of grantsOf(accessControl).keys()) if (!map.has(group)) expect(lookup([group])).to.deep.equal([]);
      }),
    );
  });

  it("tells groups from permissions, whatever is around them", () => {
    expect(permissionsUnder(' {\n "a:b" : [ "ReadPetsAccess" ],\t"c":["ReadPetsAccess","ReadPetsAccess"]}', "a:b")).to.deep.equal(
      ["ReadPetsAccess"],
    );
  });

  it("either refuses any JSON or grants nothing but known permissions", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          const { groups } = applyPermissionMap(accessControl, text);
          for (const granted of Object.values(groups))
            expect(Object.keys(accessControl.permissions)).to.include.members([...granted]);
        } catch (error) {
          expect(error).to.have.property("code", "PERMISSION_MAP_INVALID");
        }
      }),
    );
  });
});
