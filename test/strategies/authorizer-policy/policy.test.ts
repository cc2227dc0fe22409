import { expect } from "chai";
import fc from "fast-check";
import { assertAccessControl } from "../../../config/access-faults";
import { type AccessControl, createPermissionLookup, type Route } from "../../../config/access-rules";
import { createRouter } from "../../../local/gateway/router";
import { createPolicyBuilder } from "../../../strategies/authorizer-policy/policy";
import { findPolicyFaults } from "../../../strategies/authorizer-policy/policy-faults";
import { createLargeTable } from "../../support/large-table";
import { petsTable } from "../../support/pets-table";
import { isAllowed, requestArnOf, STAGE_ARN } from "../../support/policy";

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
        { Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/*//*`] },
      ],
    });
  });

  it("allows a trailing slash unless a wildcard already does", () => {
    const [allow] = createPolicyBuilder(petsTable)(["WritePetsAccess"], STAGE_ARN).Statement;

    expect(allow?.Resource).to.deep.equal(["POST/pets", "POST/pets/", "DELETE/pets/*"].map((end) => `${STAGE_ARN}/${end}`));
  });

  it("needs no deny if no allowed pattern has a wildcard", () => {
    const literal = table([
      { method: "GET", path: "/pets", permission: "list" },
      { method: "GET", path: "/pets/{petId}", permission: "read" },
    ]);

    const { Statement } = createPolicyBuilder(literal)(["list"], STAGE_ARN);

    expect(Statement.map(({ Effect, Resource }) => [Effect, Resource])).to.deep.equal([
      ["Allow", [`${STAGE_ARN}/GET/pets`, `${STAGE_ARN}/GET/pets/`]],
    ]);
  });

  it("denies everything explicitly to a caller without permissions", () => {
    for (const groups of [[], ["Strangers"], ["__proto__"]]) {
      const policy = createPolicyBuilder(petsTable)(groups, STAGE_ARN);

      expect(policy.Statement).to.deep.equal([{ Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/*`] }]);
    }
  });

  it("never allows a pattern wider than a route", () => {
    const policy = createPolicyBuilder(petsTable)(["PetsAdmins"], STAGE_ARN);

    const allowed = policy.Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Resource }) => Resource);
    expect(allowed).to.have.lengthOf(petsTable.routes.length + 1);
    for (const resource of allowed) expect(resource).to.match(/\/live\/(?:POST\/pets\/?|(?:GET|DELETE)\/pets(?:\/\*)?)$/);
  });

  it("denies nested routes and literal siblings that an allowed pattern also matches", () => {
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

  it("does not open a list with a trailing slash to readers of single items, nor the other way round", () => {
    const list = table([
      { method: "GET", path: "/{shelter}/pets", permission: "list" },
      { method: "GET", path: "/{shelter}/pets/{petId}", permission: "read" },
    ]);
    const build = createPolicyBuilder(list);
    const opened = (...groups: readonly string[]) =>
      ["1/pets", "1/pets/", "1/pets/7", "1/pets/7/", "1/pets/pets/"].filter((path) =>
        isAllowed(build(groups, STAGE_ARN), `${STAGE_ARN}/GET/${path}`),
      );

    expect(opened("read")).to.deep.equal(["1/pets/7", "1/pets/7/", "1/pets/pets/"]);
    expect(opened("list")).to.deep.equal(["1/pets", "1/pets/"]);
    expect(opened("list", "read")).to.have.lengthOf(5);
  });

  it("keeps the pattern for a trailing slash if a wildcard that needs a character would not match it", () => {
    const routes = table([
      { method: "GET", path: "/a/{x}/{y}", permission: "read" },
      { method: "GET", path: "/a/b/{y}", permission: "read" },
      { method: "GET", path: "/a/b", permission: "read" },
      { method: "GET", path: "/a/{x}", permission: "list" },
    ]);

    const policy = createPolicyBuilder(routes)(["read"], STAGE_ARN);

    expect(policy.Statement[0]?.Resource).to.deep.equal(
      ["GET/a/*/?*", "GET/a/b/*", "GET/a/b"].map((end) => `${STAGE_ARN}/${end}`),
    );
    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/b/`)).to.equal(true);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/1/`)).to.equal(false);
  });

  it("denies each spelling, and none twice", () => {
    const nested = table([
      { method: "GET", path: "/a/{x}", permission: "read" },
      { method: "GET", path: "/a/{x}/b", permission: "more" },
      { method: "GET", path: "/a/{x}/c/{y}", permission: "more" },
      { method: "GET", path: "/a/{x}/c/{y}/d", permission: "most" },
    ]);

    const policy = createPolicyBuilder(nested)(["read"], STAGE_ARN);

    expect(policy.Statement[1]?.Resource).to.deep.equal(
      ["GET/a/*/b", "GET/a/*/b/", "GET/a/*/c/*", "*//*"].map((end) => `${STAGE_ARN}/${end}`),
    );
  });

  it("denies a deeper route even for the one parameter value that ends an allowed pattern", () => {
    const deep = table([
      { method: "GET", path: "/a/{x}/tail", permission: "shallow" },
      { method: "GET", path: "/a/{x}/b/{y}", permission: "deep" },
    ]);

    const policy = createPolicyBuilder(deep)(["shallow"], STAGE_ARN);

    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/1/b/tail`)).to.equal(false);
    expect(isAllowed(policy, `${STAGE_ARN}/GET/a/1/tail`)).to.equal(true);
  });

  describe("for any valid table, any groups and any spelling of a path", () => {
    const segment = fc.constantFrom("{id}", "a", "b", "c");
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments): Route["path"] => `/${segments.join("/")}`);
    const method = fc.constantFrom("GET" as const, "POST" as const);
    const route = fc.record({ method, path, permission: fc.constantFrom("p", "q", "r") });
    const routes = fc.uniqueArray(route, { minLength: 1, maxLength: 6, selector: (r) => `${r.method} ${r.path}` });
    const groups = fc.subarray(["p", "q", "r"]);

    const often = <T>(value: T, ...others: readonly T[]) =>
      fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
    const value = fc.oneof(
      fc.constantFrom("a", "b", "c", "z9"),
      fc.constantFrom("%61", "%62", "a%2Fb", "%2f", ".", "..", "%2e%2E", "%2e%2e%2Fa", "a;b", "*", "?", "%", "%ff"),
    );
    const start = often("/", "//", "/./", "/../", "%2F");
    const end = often("", "/", "//", "/.", "/..", "%2F", "/%2e");
    const anyPath = fc
      .tuple(fc.array(fc.tuple(start, value), { minLength: 1, maxLength: 5 }), end)
      .map(([segments, last]) => `${segments.flat().join("")}${last}`)
      .filter((text) => text.startsWith("/"));
    /** A route's path with some value, in every spelling. */
    const spell = (template: string, text: string) => {
      const usual = template.replaceAll("{id}", text);
      const withLastSlash = (slash: string) => usual.replace(/(?<=.)\/(?=[^/]*$)/, slash);
      const encoded = usual.replace(/[abc](?=[^abc]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
      return [usual, `/${usual}`, encoded, ...["//", "%2F", "/./", "/../"].map(withLastSlash)].flatMap((path) => [
        path,
        `${path}/`,
      ]);
    };

    /** Calls back for each routed request with the policy's decision, and whether the caller has the route's permission. */
    const askEverything = (
      readPath: (sent: string) => string,
      check: (isOpen: boolean, isGranted: boolean, request: string) => void,
    ) =>
      fc.assert(
        fc.property(routes, groups, fc.array(anyPath, { maxLength: 3 }), value, (list, granted, paths, text) => {
          const candidate = table(list);
          try {
            assertAccessControl(candidate, [{ findTableFaults: findPolicyFaults }]);
          } catch {
            return;
          }
          const policy = createPolicyBuilder(candidate)(granted, STAGE_ARN);
          const permissions = createPermissionLookup(candidate)(granted);
          const findRoute = createRouter(list.map((one) => ({ ...one, httpMethod: one.method })));
          for (const verb of ["GET", "POST"]) {
            for (const sent of [...paths, ...list.flatMap(({ path: template }) => spell(template, text))]) {
              const found = findRoute(verb, readPath(sent))?.method;
              if (found === undefined) continue;
              const isOpen = isAllowed(policy, `${STAGE_ARN}/${verb}${sent}`);
              check(isOpen, permissions.includes(found.permission), `${verb} ${sent} by ${granted}`);
            }
          }
        }),
        { numRuns: 1000 },
      );

    it("agrees with the table for the route that the engine finds", () => {
      askEverything(
        (sent) => sent,
        (isOpen, isGranted, request) => expect(isOpen, request).to.equal(isGranted),
      );
    });

    it("allows nothing more if repeated slashes were merged", () => {
      askEverything(
        (sent) => sent.replace(/\/+/g, "/"),
        (isOpen, isGranted, request) => expect(isOpen && !isGranted, request).to.equal(false),
      );
    });
  });

  it("stays within API Gateway's size limit for a team's 60 routes and 40 permissions", () => {
    const large = createLargeTable();

    const policy = createPolicyBuilder(large)(["Everything"], STAGE_ARN);

    expect(large.routes).to.have.lengthOf(60);
    expect(Object.keys(large.permissions)).to.have.lengthOf(40);
    expect(JSON.stringify(policy).length).to.be.lessThan(8192);
    expect(policy.Statement.map(({ Resource }) => Resource.length)).to.deep.equal([60, 1]);
  });

  it("agrees with the table for a member of some of the 40 groups", () => {
    const large = createLargeTable();
    const build = createPolicyBuilder(large);
    const find = createPermissionLookup(large);

    fc.assert(
      fc.property(fc.subarray([...Object.keys(large.permissions), "Front", "Strangers"]), (groups) => {
        const policy = build(groups, STAGE_ARN);
        const granted = find(groups);
        for (const route of large.routes) {
          for (const ending of ["", "/"] as const) {
            expect(isAllowed(policy, requestArnOf(route, "x1", ending)), route.path).to.equal(granted.includes(route.permission));
          }
        }
      }),
    );
  });
});
