import { expect } from "chai";
import fc from "fast-check";
import type { AccessControl, Route } from "../../../config/access-rules";
import { findLargestPolicy } from "../../../strategies/authorizer-policy/largest-policy";
import { createPolicyBuilder } from "../../../strategies/authorizer-policy/policy";
import { createLargeTable } from "../../support/large-table";
import { STAGE_ARN } from "../../support/policy";

const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe("findLargestPolicy", () => {
  it("finds the policy of a caller who may call a route and none below it", () => {
    const below = ["vets", "owners", "records"].map(
      (name): Route => ({ method: "GET", path: `/pets/{petId}/${name}`, permission: "More" }),
    );
    const table: AccessControl = {
      resourceServer: "test",
      permissions: { Read: { scope: "read", description: "Read" }, More: { scope: "more", description: "More" } },
      groups: {},
      routes: [{ method: "GET", path: "/pets/{petId}", permission: "Read" }, ...below],
    };

    expect(findLargestPolicy(table, STAGE_ARN)).to.deep.equal(createPolicyBuilder(table)(["Read"], STAGE_ARN));
    expect(sizeOf(findLargestPolicy(table, STAGE_ARN))).to.be.greaterThan(
      sizeOf(createPolicyBuilder(table)(["Read", "More"], STAGE_ARN)),
    );
  });

  it("finds none smaller than that of any groups in a team's table", () => {
    const large = createLargeTable();
    const build = createPolicyBuilder(large);
    const largest = sizeOf(findLargestPolicy(large, STAGE_ARN));

    fc.assert(
      fc.property(fc.subarray(Object.keys(large.permissions)), (groups) => {
        expect(sizeOf(build(groups, STAGE_ARN))).to.be.at.most(largest);
      }),
      { numRuns: 1000 },
    );
  });

  it("tries all of many interdependent permissions, each alone, and all but each", () => {
    const names = Array.from({ length: 20 }, (_, i) => `P${i}`);
    const permissions = Object.fromEntries(names.map((name) => [name, { scope: name, description: name }]));
    const routes = names.map((permission, i): Route => ({ method: "GET", path: i === 0 ? "/{x}" : `/{x}/${i}`, permission }));
    const table: AccessControl = { resourceServer: "test", permissions, groups: {}, routes };

    expect(findLargestPolicy(table, STAGE_ARN)).to.deep.equal(createPolicyBuilder(table)(["P0"], STAGE_ARN));
  });
});
