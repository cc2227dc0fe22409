import { expect } from "chai";
import { findAlteration } from "../../../comparison/behaviour/situation";
import { createSituations } from "../../../comparison/behaviour/situations";
import { accessControl } from "../../../config/access-control";
import { type AccessControl, grantsOf } from "../../../config/access-rules";

const idsOf = (table?: AccessControl) => createSituations(table).map(({ id }) => id);

describe("createSituations", () => {
  it("gives each situation a unique id and sentence", () => {
    const situations = createSituations();

    for (const texts of [situations.map(({ id }) => id), situations.map(({ topic, sentence }) => `${topic}: ${sentence}`)])
      expect(new Set(texts).size).to.equal(texts.length);
  });

  it("tries every route of the access-control table with every set of its groups, and with unknown groups", () => {
    const ids = idsOf();

    for (const { method, path } of accessControl.routes) {
      const route = `${method} ${path}`;
      const groups = [...grantsOf(accessControl).keys()];
      for (const name of ["none", "Strangers", ...groups, groups.join("+")]) expect(ids).to.include(`groups:${name}:${route}`);
      expect(ids.filter((id) => id.startsWith("groups:") && id.endsWith(`:${route}`))).to.have.lengthOf(2 ** groups.length + 1);
    }
  });

  it("tries every route with a literal end with a trailing slash, with and without permission", () => {
    const ids = idsOf();

    for (const route of ["GET /pets/", "POST /pets/"])
      expect(ids).to.include.members([`slash-permitted:${route}`, `slash-not-permitted:${route}`]);
    expect(ids.filter((id) => id.startsWith("slash-"))).to.have.lengthOf(4);
  });

  it("does not take another spelling of a literal for an unknown path if a parameter would match it", () => {
    const routes = accessControl.routes.map((route) => ({ ...route, path: `/{shelter}${route.path}` as const }));

    expect(idsOf()).to.include.members(["doubled-slash", "encoded-letter"]);
    expect(idsOf({ ...accessControl, routes })).to.not.include.members(["encoded-letter"]);
  });

  it("follows another table: its routes, its groups, and what they grant", async () => {
    const table: AccessControl = {
      resourceServer: "zoo",
      permissions: { Feed: { scope: "feed", description: "Feed" }, Watch: { scope: "watch", description: "Watch" } },
      groups: {},
      routes: [{ method: "PUT", path: "/cages/{id}/food", permission: "Feed" }],
    };

    const ids = idsOf(table).filter((id) => id.startsWith("groups:"));

    expect(ids).to.deep.equal(
      ["none", "Feed", "Watch", "Feed+Watch", "Strangers"].map((name) => `groups:${name}:PUT /cages/{id}/food`),
    );
  });

  it("tries tenants only on routes that add something and find it again", () => {
    const tenants = (table: AccessControl) => idsOf(table).filter((id) => id.includes("tenant"));
    const readable = accessControl.routes.filter(({ method }) => method !== "POST");

    expect(tenants(accessControl)).to.deep.equal(["same-tenant", "other-tenant", "tenant-changed", "tenant-changed-refresh"]);
    expect(tenants({ ...accessControl, routes: readable })).to.deep.equal([]);
  });

  it("tries a machine with another scope only if the table has one", () => {
    const { ReadPetsAccess } = accessControl.permissions;
    const routes = accessControl.routes.slice(0, 1);
    const machines = (table: AccessControl) => idsOf(table).filter((id) => id.startsWith("machine"));

    expect(machines(accessControl)).to.deep.equal(["machine", "machine-other-scope"]);
    expect(machines({ ...accessControl, permissions: { ReadPetsAccess }, groups: {}, routes })).to.deep.equal(["machine"]);
  });

  it("does not try every combination of many groups: each alone, and all", () => {
    const names = Array.from({ length: 20 }, (_, index) => `Group${index}`);
    const permissions = Object.fromEntries(names.map((name) => [name, { scope: name, description: name }]));
    const table: AccessControl = {
      resourceServer: "many",
      permissions,
      groups: {},
      routes: [{ method: "GET", path: "/", permission: "Group0" }],
    };

    expect(idsOf(table).filter((id) => id.startsWith("groups:"))).to.have.lengthOf(20 + 3);
  });

  it("separates what its target replaces on purpose from what users meet", () => {
    const altered = createSituations().flatMap((situation) => {
      const alteration = findAlteration(situation);
      return alteration === undefined ? [] : [`${situation.id}: ${alteration}`];
    });

    expect(altered).to.include.members([
      "throws-sign-in: function code",
      "crashes-request: function code",
      "old-key-in-use: signing keys",
      "new-key: signing keys",
      "changed-over-at-once: trigger",
      "unknown-extension: token",
    ]);
    expect(altered).to.have.lengthOf(15);
  });

  it("fails for a table without routes", () => {
    expect(() => createSituations({ ...accessControl, routes: [] })).to.throw("no routes");
  });
});
