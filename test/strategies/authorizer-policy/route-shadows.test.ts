import { expect } from "chai";
import { assertAccessControl } from "../../../config/access-faults";
import type { AccessControl, Route } from "../../../config/access-rules";
import { createPolicyBuilder } from "../../../strategies/authorizer-policy/policy";
import { findOverlapFaults } from "../../../strategies/authorizer-policy/policy-faults";
import { createEmptyEndMap, createShadowMap } from "../../../strategies/authorizer-policy/route-shadows";
import { createLargeTable } from "../../support/large-table";
import { petsTable } from "../../support/pets-table";

const get = (path: Route["path"]): Route => ({ method: "GET", path, permission: "p" });
const shadowsIn = (...paths: readonly Route["path"][]) =>
  Object.fromEntries(
    Array.from(createShadowMap(paths.map(get)), ([route, found]) => [route.path, found.map((other) => other.path)]),
  );

describe("createShadowMap", () => {
  it("finds nothing without overlapping routes", () => {
    expect(createShadowMap(petsTable.routes)).to.have.lengthOf(0);
    expect(shadowsIn("/pets", "/owners/{id}", "/pets/search")).to.deep.equal({});
  });

  it("finds nested routes and literal siblings", () => {
    expect(shadowsIn("/pets/{petId}", "/pets/{petId}/visits", "/pets/search", "/pets/search/recent")).to.deep.equal({
      "/pets/{petId}": ["/pets/search", "/pets/search/recent", "/pets/{petId}/visits"],
    });
  });

  it("finds a deeper route that matches the pattern's end with only one value of its parameter", () => {
    expect(shadowsIn("/a/{x}/tail", "/a/{x}/b/{y}")).to.deep.equal({ "/a/{x}/tail": ["/a/{x}/b/{y}"] });
    expect(shadowsIn("/a/{x}/tail", "/a/{x}/b/{y}", "/a/{x}/b/tail")).to.deep.equal({
      "/a/{x}/tail": ["/a/{x}/b/tail"],
      "/a/{x}/b/{y}": ["/a/{x}/b/tail"],
    });
  });

  it("ignores other methods", () => {
    expect(createShadowMap([get("/pets/{petId}"), { method: "POST", path: "/pets/search", permission: "q" }])).to.have.lengthOf(
      0,
    );
  });

  it("finds every second resource of a team's 60 routes below another one", () => {
    expect(createShadowMap(createLargeTable().routes)).to.have.lengthOf(20);
  });
});

describe("createEmptyEndMap", () => {
  it("finds what matches a trailing parameter that is empty", () => {
    const routes = [get("/{x}"), get("/{x}/pets"), get("/{x}/pets/{petId}"), get("/a/pets"), get("/a/b")];

    expect(Array.from(createEmptyEndMap(routes), ([route, found]) => [route.path, found.map(({ path }) => path)])).to.deep.equal([
      ["/{x}/pets/{petId}", ["/a/pets", "/{x}/pets"]],
    ]);
  });

  it("ignores other methods", () => {
    expect(createEmptyEndMap([get("/pets/{petId}"), { method: "POST", path: "/pets", permission: "q" }])).to.have.lengthOf(0);
  });
});

describe("route shadows of a table ten times as large", () => {
  /** How often the paths of a table are read while everything is derived from it. */
  function countReads(resources: number): number {
    let reads = 0;
    const routes = Array.from({ length: resources }, (_, i): Route[] =>
      [`/v1/resource${i}` as const, `/v1/resource${i}/{id}` as const].map((path) => ({
        method: "GET",
        permission: `p${i % 40}`,
        get path() {
          reads++;
          return path;
        },
      })),
    ).flat();
    const permissions = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`p${i}`, { scope: `s${i}`, description: "x" }]));
    const table: AccessControl = { resourceServer: "test", permissions, groups: {}, routes };
    assertAccessControl(table, [{ findTableFaults: findOverlapFaults }]);
    createPolicyBuilder(table)(Object.keys(permissions), "arn");
    return reads;
  }

  it("take ten times the work, not a hundred times", () => {
    expect(countReads(300)).to.be.at.most(countReads(30) * 10.5);
  });
});
