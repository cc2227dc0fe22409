import { expect } from "chai";
import fc from "fast-check";
import { assertAccessControl } from "../../config/access-faults";
import { type AccessControl, createPermissionLookup, type Route } from "../../config/access-rules";
import { createPolicyBuilder } from "../../config/authorizer-policy";
import { createLargeTable } from "../support/large-table";
import { petsTable } from "../support/pets-table";
import { isAllowed, requestArnOf, STAGE_ARN } from "../support/policy";

const table = (routes: readonly Route[]): AccessControl => ({
  resourceServer: "test",
  permissions: Object.fromEntries(
    [...new Set(routes.map(({ permission }) => permission))].map((p) => [p, { scope: p, description: p }]),
  ),
  groups: {},
  routes,
});

describe("createPolicyBuilder", () => {
  it("allows a reader the read routes and nothing else", () => {
    const policy = createPolicyBuilder(petsTable)(["ReadPetsAccess"], STAGE_ARN);

    expect(policy).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/GET/pets`, `${STAGE_ARN}/GET/pets/*`] },
      ],
    });
  });

  it("denies everything explicitly to a caller without a permission", () => {
    for (const groups of [[], ["Strangers"], ["__proto__"]]) {
      const policy = createPolicyBuilder(petsTable)(groups, STAGE_ARN);

      expect(policy.Statement).to.deep.equal([{ Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/*`] }]);
    }
  });

  it("never allows a pattern that is wider than a route", () => {
    const policy = createPolicyBuilder(petsTable)(["PetsAdmins"], STAGE_ARN);

    const allowed = policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Resource }) => Resource);
    expect(allowed).to.have.lengthOf(petsTable.routes.length);
    for (const resource of allowed) expect(resource).to.match(/\/live\/(GET|POST|DELETE)\/pets(\/\*)?$/);
  });

  it("denies a nested route and a literal sibling that an allowed pattern also matches", () => {
    const nested = table([
      { method: "GET", path: "/pets/{petId}", permission: "read" },
      { method: "GET", path: "/pets/{petId}/records", permission: "vet" },
      { method: "GET", path: "/pets/search", permission: "search" },
    ]);

    const policy = createPolicyBuilder(nested)(["read"], STAGE_ARN);

    expect(isAllowed(policy, `${STAGE_ARN}/GET/pets/7`)).to.equal(true);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/pets/7/records`)).to.equal(false);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/pets/search`)).to.equal(false);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/pets/search/`), "API Gateway routes it alike").to.equal(false);
    expect(isAllowed(createPolicyBuilder(nested)(["read", "vet"], STAGE_ARN), `${STAGE_ARN}/GET/pets/7/records`)).to.equal(true);
  });

  it("denies a list to who may only read one of it, whose pattern matches the list's path with a slash at the end", () => {
    const list = table([
      { method: "GET", path: "/pets", permission: "list" },
      { method: "GET", path: "/pets/{petId}", permission: "read" },
    ]);

    expect(isAllowed(createPolicyBuilder(list)(["read"], STAGE_ARN), `${STAGE_ARN}/GET/pets/`)).to.equal(false);
    expect(isAllowed(createPolicyBuilder(list)(["read"], STAGE_ARN), `${STAGE_ARN}/GET/pets/7`)).to.equal(true);
    expect(isAllowed(createPolicyBuilder(list)(["list", "read"], STAGE_ARN), `${STAGE_ARN}/GET/pets/`)).to.equal(true);
  });

  it("denies a deeper route also for the one parameter value that an allowed pattern ends with", () => {
    const deep = table([
      { method: "GET", path: "/a/{x}/tail", permission: "shallow" },
      { method: "GET", path: "/a/{x}/b/{y}", permission: "deep" },
    ]);

    const policy = createPolicyBuilder(deep)(["shallow"], STAGE_ARN);

    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/1/b/tail`)).to.equal(false);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/1/tail`)).to.equal(true);
  });

  it("says for every subset of groups what the table says, for any table that is not refused", () => {
    const segment = fc.constantFrom("{id}", "a", "b", "c");
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments): Route["path"] => `/${segments.join("/")}`);
    const route = fc.record({
      method: fc.constantFrom("GET" as const, "POST" as const),
      path,
      permission: fc.constantFrom("p", "q", "r"),
    });
    const routes = fc.uniqueArray(route, { minLength: 1, maxLength: 6, selector: (r) => `${r.method} ${r.path}` });

    fc.assert(
      fc.property(routes, fc.subarray(["p", "q", "r"]), fc.constantFrom("z9", "a", "b", "c"), (list, groups, value) => {
        const candidate = table(list);
        try {
          assertAccessControl(candidate);
        } catch {
          return;
        }
        const granted = createPermissionLookup(candidate)(groups);
        const policy = createPolicyBuilder(candidate)(groups, STAGE_ARN);
        for (const asked of list) {
          const arn = requestArnOf(asked, value);
          // API Gateway prefers a literal, so with this value the request may be another route's.
          const served = findServedRoute(list, asked.method, arn.slice(`${STAGE_ARN}/${asked.method}/`.length));
          if (served === undefined) continue;
          expect(isAllowed(policy, arn), `${arn} for ${groups}`).to.equal(granted.includes(served.permission));
          if (!granted.includes(served.permission)) expect(isAllowed(policy, `${arn}/`), `${arn}/ for ${groups}`).to.equal(false);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("answers for a team's 60 routes and 40 permissions within the size that API Gateway takes", () => {
    const large = createLargeTable();

    const policy = createPolicyBuilder(large)(["Everything"], STAGE_ARN);

    expect(large.routes).to.have.lengthOf(60);
    expect(Object.keys(large.permissions)).to.have.lengthOf(40);
    expect(JSON.stringify(policy).length).to.be.lessThan(8192);
    expect(policy.Statement.flatMap(({ Resource }) => Resource)).to.have.lengthOf(60);
  });

  it("says for a member of some of the 40 groups what the table says", () => {
    const large = createLargeTable();
    const build = createPolicyBuilder(large);
    const find = createPermissionLookup(large);

    fc.assert(
      fc.property(fc.subarray([...Object.keys(large.permissions), "Front", "Strangers"]), (groups) => {
        const policy = build(groups, STAGE_ARN);
        const granted = find(groups);
        for (const route of large.routes) {
          expect(isAllowed(policy, requestArnOf(route)), route.path).to.equal(granted.includes(route.permission));
        }
      }),
    );
  });
});

/** API Gateway's routing: segment by segment, a literal before the parameter, and no way back. */
function findServedRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  let templates = [...new Set(routes.map((route) => route.path))].map((template) => template.slice(1).split("/"));
  path.split("/").forEach((segment, i) => {
    const literal = templates.filter((template) => template[i] === segment);
    templates = literal.length > 0 ? literal : templates.filter((template) => template[i]?.startsWith("{"));
  });
  const length = path.split("/").length;
  const template = templates.find((candidate) => candidate.length === length);
  return routes.find((route) => route.method === method && route.path === `/${template?.join("/")}`);
}
