import { expect } from "chai";
import { accessControl } from "../../../config/access-control";
import type { AccessControl, Route } from "../../../config/access-rules";
import { findPolicyFaults } from "../../../strategies/authorizer-policy/policy-faults";
import { createLargeTable } from "../../support/large-table";

const withRoutes = (...routes: readonly Route[]): AccessControl => ({ ...accessControl, routes });
const get = (path: Route["path"], permission = "ReadPetsAccess"): Route => ({ method: "GET", path, permission });

describe("findPolicyFaults", () => {
  it("accepts the pets table and a team's table of 60 routes and 40 permissions", () => {
    expect(findPolicyFaults(accessControl)).to.deep.equal([]);
    expect(findPolicyFaults(createLargeTable())).to.deep.equal([]);
  });

  it("reports routes that no IAM policy can distinguish", () => {
    const permissions = Object.fromEntries(["a", "b", "c"].map((name) => [name, { scope: name, description: name }]));
    const routes = [get("/x/{p}", "a"), get("/x/{p}/y", "b"), get("/x/{p}/z/{q}/y", "c")];

    const faults = findPolicyFaults({ resourceServer: "test", permissions, groups: {}, routes });

    expect(faults.join()).to.include("GET /x/{p}, GET /x/{p}/y and GET /x/{p}/z/{q}/y overlap");
  });

  it("reports a table whose policy would be too large", () => {
    const long = withRoutes(...Array.from({ length: 80 }, (_, i) => get(`/a-rather-long-segment-of-a-path/and-one-more/${i}`)));

    expect(findPolicyFaults(long).join()).to.match(/is \d+ bytes, but at most 8192 are known to work/);
  });

  it("reports a table whose policy would be too large for some callers, though not for one with every permission", () => {
    const below = Array.from({ length: 60 }, (_, i) => get(`/pets/{petId}/section-${i}`, "WritePetsAccess"));

    expect(findPolicyFaults(withRoutes(...below.slice(0, 30), get("/pets/{petId}")))).to.deep.equal([]);
    expect(findPolicyFaults(withRoutes(...below, get("/pets/{petId}")))).to.have.lengthOf(1);
  });
});
