import { expect } from "chai";
import fc from "fast-check";
import type { AccessControl } from "../../config/access-rules";
import { createPolicyCache } from "../../handlers/lib/policy-cache";
import { createPolicyBuilder } from "../../strategies/authorizer-policy/policy";
import { createLargeTable } from "../support/large-table";
import { STAGE_ARN } from "../support/policy";

const OTHER_STAGE_ARN = STAGE_ARN.replace(/live$/, "test");
const large = createLargeTable();

/** A cache, and the groups that it had to build a policy for. */
function createCountedCache(table: AccessControl, maxSize?: number) {
  const built: (readonly string[])[] = [];
  const build = createPolicyBuilder(table);
  const cached = createPolicyCache(
    table,
    (groups, stageArn) => {
      built.push(groups);
      return build(groups, stageArn);
    },
    maxSize,
  );
  return { cached, built };
}

const createTable = (permissionCount: number): AccessControl => {
  const names = Array.from({ length: permissionCount }, (_, i) => `p${i}`);
  return {
    resourceServer: "test",
    permissions: Object.fromEntries(names.map((name) => [name, { scope: name, description: name }])),
    groups: {},
    routes: names.map((permission) => ({ method: "GET", path: `/${permission}/{id}`, permission })),
  };
};

describe("createPolicyCache", () => {
  const known = [...Object.keys(large.permissions), ...Object.keys(large.groups)];
  const group = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...known) },
    fc.string(),
    fc.constantFrom("__proto__", "0", " "),
  );
  const groups = fc.array(group, { maxLength: 12 });
  const stageArn = fc.constantFrom(STAGE_ARN, OTHER_STAGE_ARN);

  it("returns what the builder returns, for any sequence of callers and any size", () => {
    const build = createPolicyBuilder(large);

    fc.assert(
      fc.property(fc.array(fc.tuple(groups, stageArn), { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (callers, maxSize) => {
        const cached = createPolicyCache(large, build, maxSize);
        for (const caller of [...callers, ...callers]) expect(cached(...caller)).to.deep.equal(build(...caller));
      }),
    );
  });

  it("ignores the groups' order, duplicates and unknown groups", () => {
    const shuffled = groups.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray([...list, ...list, "Strangers"], { minLength: 2 * list.length + 1 })),
    );

    fc.assert(
      fc.property(shuffled, stageArn, ([list, others], arn) => {
        const { cached, built } = createCountedCache(large);

        expect(cached(others, arn)).to.deep.equal(cached(list, arn));
        expect(built).to.have.lengthOf(1);
      }),
    );
  });

  it("shares policies between groups with the same permissions", () => {
    const { cached, built } = createCountedCache(large);

    const policies = [["Front"], ["read-owners", "write-animals", "read-animals"], ["Front", "read-animals"]].map((list) =>
      cached(list, STAGE_ARN),
    );

    expect(policies[1]).to.deep.equal(policies[0]);
    expect(policies[2]).to.deep.equal(policies[0]);
    expect(built).to.have.lengthOf(1);
  });

  it("keeps any two sets of permissions apart, however many there are", () => {
    const table = createTable(130);
    const names = Object.keys(table.permissions);
    const { cached } = createCountedCache(table, 1000);
    const sets = [...names.map((name) => [name]), ...names.map((name) => names.filter((other) => other !== name)), names, []];

    const answers = new Set(sets.map((set) => JSON.stringify(cached(set, STAGE_ARN))));

    expect(answers).to.have.lengthOf(sets.length);
  });

  it("keeps the stages of an API apart", () => {
    const { cached, built } = createCountedCache(large);

    for (const arn of [STAGE_ARN, OTHER_STAGE_ARN, STAGE_ARN]) {
      for (const resource of cached(["Front"], arn).Statement.flatMap(({ Resource }) => Resource)) {
        expect(resource.startsWith(`${arn}/`), resource).to.equal(true);
      }
    }

    expect(built).to.have.lengthOf(2);
  });

  for (const maxSize of [1, 7, undefined]) {
    it(`keeps at most ${maxSize ?? "200"} policies, evicting the oldest`, () => {
      const table = createTable(400);
      const names = Object.keys(table.permissions);
      const kept = maxSize ?? 200;
      const { cached, built } = createCountedCache(table, maxSize);
      for (const name of names) cached([name], STAGE_ARN);
      built.length = 0;

      for (const name of names.slice(-kept)) cached([name], STAGE_ARN);
      expect(built).to.deep.equal([]);

      for (const name of names.slice(0, -kept)) cached([name], STAGE_ARN);
      expect(built).to.have.lengthOf(names.length - kept);
    });
  }

  it("returns policies that a caller may mutate without affecting others", () => {
    const { cached } = createCountedCache(large);
    const expected = JSON.stringify(cached(["Front"], STAGE_ARN));

    for (let i = 0; i < 2; i++) {
      const policy = cached(["Front"], STAGE_ARN);
      for (const statement of policy.Statement) {
        statement.Resource.push(`${STAGE_ARN}/*`);
        Object.assign(statement, { Effect: "Allow" });
      }
      policy.Statement.length = 1;
      Object.assign(policy, { Version: "changed" });
    }

    expect(JSON.stringify(cached(["Front"], STAGE_ARN))).to.equal(expected);
  });

  it("does not cache a failed build", () => {
    const build = createPolicyBuilder(large);
    let isBroken = true;
    const cached = createPolicyCache(large, (...caller) => {
      if (isBroken) throw new Error("broken");
      return build(...caller);
    });

    expect(() => cached(["Front"], STAGE_ARN)).to.throw("broken");
    isBroken = false;

    expect(cached(["Front"], STAGE_ARN)).to.deep.equal(build(["Front"], STAGE_ARN));
  });
});
