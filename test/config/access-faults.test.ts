import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import { AccessControlError, assertAccessControl } from "../../config/access-faults";
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
  it("accepts the pets table and a team's table of 60 routes and 40 permissions", () => {
    expect(faultsOf(() => assertAccessControl(accessControl, []))).to.deep.equal([]);
    expect(faultsOf(() => assertAccessControl(createLargeTable(), []))).to.deep.equal([]);
  });

  it("reports every fault at once, each with its location and a fix", () => {
    const faults = faultsOf(() =>
      assertAccessControl(
        {
          resourceServer: "pets api",
          permissions: { Read: { scope: "read", description: "Read" }, Peek: { scope: "read", description: "Peek" } },
          groups: { Read: ["Read"], Admins: ["Write"] },
          routes: [get("/pets/", "Read"), get("/pets", "Feed"), get("/pets", "Read")],
        },
        [],
      ),
    );

    expect(faults).to.have.lengthOf(7);
    expect(faults.join("\n"))
      .to.include('resource server "pets api" may contain only')
      .and.include('group "Read" has the name of a permission')
      .and.include('group "Admins" grants "Write"')
      .and.include("GET /pets/: invalid path")
      .and.include('GET /pets needs "Feed"')
      .and.include("duplicate route GET /pets")
      .and.include('two permissions have the scope "read"');
  });

  it("rejects two parameter names at the same position, which API Gateway rejects only halfway through a deployment", () => {
    expect(faultsOf(() => assertAccessControl(withRoutes(get("/pets/{petId}"), get("/pets/{id}/records")), []))).to.deep.equal([
      "/pets has two parameter names, {petId} and {id}; use one",
    ]);
  });

  it("asks each served strategy for its own table faults, and reports each fault once", () => {
    const limited = { findTableFaults: () => ["too much for a policy"] };
    const faulty = withRoutes(get("/pets/{petId}"), get("/pets/{id}/records"));

    expect(faultsOf(() => assertAccessControl(accessControl, [{}, limited, limited]))).to.deep.equal(["too much for a policy"]);
    expect(faultsOf(() => assertAccessControl(faulty, [limited]))).to.deep.equal([
      "/pets has two parameter names, {petId} and {id}; use one",
      "too much for a policy",
    ]);
  });

  it("does not ask strategies about a malformed table", () => {
    const limited = {
      findTableFaults: () => {
        throw new Error("this table has no permission of that name");
      },
    };

    expect(faultsOf(() => assertAccessControl(withRoutes(get("/pets", "Feed")), [limited]))).to.have.lengthOf(1);
  });

  it("rejects two different bodies with the same title, and accepts the same body twice", () => {
    const body = { title: "Pet", type: "object", properties: {}, additionalProperties: false } as const;
    const post = (path: Route["path"], schema: Route["body"]): Route => ({
      method: "POST",
      path,
      permission: "WritePetsAccess",
      ...(schema === undefined ? {} : { body: schema }),
    });

    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", body), post("/b", body)), []))).to.deep.equal([]);
    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", body), post("/b", { ...body })), []))).to.deep.equal([
      'two different bodies have the title "Pet"',
    ]);
    expect(faultsOf(() => assertAccessControl(withRoutes(post("/a", { ...body, title: "New Pet" })), [])).join()).to.include(
      "New Pet",
    );
  });
});
