import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import { AccessControlError, assertAccessControl, assertPolicyFits } from "../../config/access-faults";
import type { AccessControl, Route } from "../../config/access-rules";
import { createLargeTable } from "../support/large-table";

const faultsOf = (check: () => void): readonly string[] => {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof AccessControlError) return error.faults;
    throw error;
  }
};

const withRoutes = (...routes: readonly Route[]): AccessControl => ({ ...accessControl, routes });
const get = (path: Route["path"], permission = "ReadPetsAccess"): Route => ({ method: "GET", path, permission });

describe("assertAccessControl", () => {
  it("takes the pets table, and a team's 60 routes and 40 permissions", () => {
    expect(faultsOf(() => assertAccessControl(accessControl))).to.deep.equal([]);
    expect(faultsOf(() => assertAccessControl(createLargeTable()))).to.deep.equal([]);
  });

  it("lists every fault at once, each with its place and the way out", () => {
    const faults = faultsOf(() =>
      assertAccessControl({
        resourceServer: "pets api",
        permissions: { Read: { scope: "read", description: "Read" }, Peek: { scope: "read", description: "Peek" } },
        groups: { Read: ["Read"], Admins: ["Write"] },
        routes: [get("/pets/", "Read"), get("/pets", "Feed"), get("/pets", "Read")],
      }),
    );

    expect(faults).to.have.lengthOf(7);
    expect(faults.join("\n"))
      .to.include('resource server "pets api" may hold')
      .and.include('group "Read" is also a permission')
      .and.include('group "Admins" grants "Write"')
      .and.include("GET /pets/: a path is")
      .and.include('GET /pets needs "Feed"')
      .and.include("GET /pets stands in the table twice")
      .and.include('two permissions have the scope "read"');
  });

  it("refuses two parameter names at one place, which API Gateway refuses only halfway through", () => {
    expect(faultsOf(() => assertAccessControl(withRoutes(get("/pets/{petId}"), get("/pets/{id}/records"))))).to.deep.equal([
      "/pets has the parameters {petId} and {id}; use one name for both",
    ]);
  });

  it("refuses routes that no IAM policy can tell apart", () => {
    const permissions = Object.fromEntries(["a", "b", "c"].map((name) => [name, { scope: name, description: name }]));
    const routes = [get("/x/{p}", "a"), get("/x/{p}/y", "b"), get("/x/{p}/z/{q}/y", "c")];

    const faults = faultsOf(() => assertAccessControl({ resourceServer: "test", permissions, groups: {}, routes }));

    expect(faults.join()).to.include("GET /x/{p}, GET /x/{p}/y and GET /x/{p}/z/{q}/y overlap");
  });

  it("refuses more permissions than a resource server takes scopes", () => {
    const permissions = Object.fromEntries(
      Array.from({ length: 101 }, (_, i) => [`p${i}`, { scope: `s${i}`, description: "x" }]),
    );

    const faults = faultsOf(() =>
      assertAccessControl({ resourceServer: "test", permissions, groups: {}, routes: [get("/x", "p0")] }),
    );

    expect(faults).to.deep.equal(["101 permissions, but a resource server takes 100 scopes; merge some"]);
  });

  it("refuses two different bodies with one title, and takes one body twice", () => {
    const body = { title: "Pet", type: "object", properties: {}, additionalProperties: false } as const;
    const post = (path: Route["path"], schema: Route["body"]): Route => ({
      method: "POST",
      path,
      permission: "WritePetsAccess",
      ...(schema === undefined ? {} : { body: schema }),
    });

    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", body), post("/b", body))))).to.deep.equal([]);
    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", body), post("/b", { ...body }))))).to.deep.equal([
      'two different bodies have the title "Pet"',
    ]);
    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", { ...body, title: "New Pet" })))).join()).to.include(
      "New Pet",
    );
  });
});

describe("assertPolicyFits", () => {
  it("takes 60 routes and refuses a table whose policy would be too large", () => {
    const long = withRoutes(...Array.from({ length: 80 }, (_, i) => get(`/a-rather-long-segment-of-a-path/and-one-more/${i}`)));

    expect(faultsOf(() => assertPolicyFits(createLargeTable()))).to.deep.equal([]);
    expect(faultsOf(() => assertPolicyFits(long)).join()).to.match(/is \d+ bytes, but at most 8192 are known to work/);
  });

  it("refuses a table whose policy would be too large for somebody, though not for a caller with every permission", () => {
    const below = Array.from({ length: 60 }, (_, i) => get(`/pets/{petId}/section-${i}`, "WritePetsAccess"));

    expect(faultsOf(() => assertPolicyFits(withRoutes(...below.slice(0, 30), get("/pets/{petId}"))))).to.deep.equal([]);
    expect(faultsOf(() => assertPolicyFits(withRoutes(...below, get("/pets/{petId}"))))).to.have.lengthOf(1);
  });
});
