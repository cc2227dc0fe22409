import { expect } from "chai";
import { compareOnEngine } from "../../../comparison/behaviour/compare";
import type { BehaviourReport } from "../../../comparison/behaviour/report";
import { renderDecisionResults } from "../../../comparison/results/decision-results";
import { readDocument, renderBehaviourResults, replaceResults } from "../../../comparison/results/results";
import { strategies } from "../../../strategies";
import { pets } from "../../support/pets";

describe("behaviour table of the engine", () => {
  let report: BehaviourReport;
  before(async () => {
    const behaviour = await compareOnEngine(pets, { signal: new AbortController().signal, onProgress: () => undefined });
    [report] = behaviour;
  });

  /** Rows for these two strategies, repeated here by hand: contracts are used to derive rows, these are not. */
  const seen = (id: string) => {
    const row = report.situations.find((situation) => situation.id === id)?.cells ?? [];
    const cells = ["access-token-scopes", "id-token-lambda-authorizer"].flatMap(
      (name) => row.find(({ strategy }) => strategy === name) ?? [],
    );
    return cells.map(({ status, decidedBy, effectiveAfterSeconds }) => [
      status,
      decidedBy,
      ...(effectiveAfterSeconds === undefined ? [] : [effectiveAfterSeconds]),
    ]);
  };

  it("has no cell that its strategy's contract does not expect", () => {
    expect(report.differences).to.deep.equal([]);
    expect(report.situations).not.to.deep.equal([]);
    for (const { id, cells } of report.situations)
      expect(
        cells.map(({ strategy }) => strategy),
        id,
      ).to.deep.equal(Object.keys(strategies));
  });

  it("matches the documents; npm run results updates them", () => {
    const [table, readme] = [readDocument("behaviour"), readDocument("decision")];

    expect(table).to.equal(replaceResults(table, "behaviour", renderBehaviourResults(report)));
    expect(readme).to.equal(replaceResults(readme, "decision", renderDecisionResults(report, pets.descriptions)));
  });

  it("shows how the strategies differ: a missing permission, another client, and the decider", () => {
    expect(seen("groups:ReadPetsAccess:POST /pets")).to.deep.equal([
      [401, "API Gateway"],
      [403, "authorizer function"],
    ]);
    expect(seen("other-client")).to.deep.equal([
      [200, "API Gateway"],
      [401, "authorizer function"],
    ]);
    expect(seen("scheme-in-capitals")).to.deep.equal([
      [200, "API Gateway"],
      [200, "authorizer function"],
    ]);
    expect(seen("respelled-signature")).to.deep.equal([
      [200, "API Gateway"],
      [401, "API Gateway"],
    ]);
    expect(seen("unknown-extension")).to.deep.equal([
      [401, "API Gateway"],
      [401, "authorizer function"],
    ]);
    expect(seen("second-request")).to.deep.equal([
      [200, "API Gateway"],
      [200, "cached policy"],
    ]);
  });

  it("shows that a machine is allowed by its scope where scopes decide, and nowhere without an ID token", () => {
    expect(seen("machine")).to.deep.equal([
      [200, "API Gateway"],
      [401, "authorizer function"],
    ]);
    expect(seen("machine-other-scope")).to.deep.equal([
      [401, "API Gateway"],
      [401, "authorizer function"],
    ]);
  });

  it("shows that both accept a trailing slash with permission, and that no other spelling reaches either", () => {
    for (const [route, status] of [
      ["GET /pets/", 200],
      ["POST /pets/", 201],
    ] as const) {
      expect(seen(`slash-permitted:${route}`), route).to.deep.equal([
        [status, "API Gateway"],
        [status, "authorizer function"],
      ]);
      expect(seen(`slash-not-permitted:${route}`), route).to.deep.equal([
        [401, "API Gateway"],
        [403, "authorizer function"],
      ]);
    }
    for (const id of ["doubled-slash", "encoded-letter"]) {
      expect(seen(id), id).to.deep.equal([
        [403, "API Gateway"],
        [403, "API Gateway"],
      ]);
    }
  });

  it("shows that a lost group takes effect when the token expires, and with an authorizer when its cache does, too", () => {
    const cases: readonly [ttlSeconds: number, scopes: number, authorizer: number][] = [
      [0, 3600, 3600],
      [300, 3600, 3900],
      [3600, 3600, 7200],
    ];
    for (const [ttlSeconds, ...after] of cases) {
      const cells = report.situations.find(({ id }) => id === `group-removed-ttl-${ttlSeconds}`)?.cells ?? [];
      expect(cells.map(({ effectiveAfterSeconds }) => effectiveAfterSeconds)).to.deep.equal(after);
    }
  });

  it("shows what each failure stops: sign-in or requests", () => {
    for (const fault of ["throws", "hangs", "answers-nonsense", "crashes"]) {
      expect(seen(`${fault}-sign-in`), fault).to.deep.equal([
        [400, "trigger function"],
        [200, "Cognito"],
      ]);
      expect(seen(`${fault}-request`), fault).to.deep.equal([
        [200, "API Gateway"],
        [500, "authorizer function"],
      ]);
    }
  });

  it("shows that a running authorizer accepts tokens of a withdrawn key until it sees one of another key", () => {
    const [gatewayRefuses, functionRefuses] = [
      [401, "API Gateway"],
      [401, "authorizer function"],
    ];
    expect(seen("old-key-in-use")).to.deep.equal([gatewayRefuses, [200, "authorizer function"]]);
    for (const id of ["old-key-replaced", "old-key"]) expect(seen(id), id).to.deep.equal([gatewayRefuses, functionRefuses]);
    for (const id of ["new-key-in-use", "new-key"]) expect(seen(id), id).to.deep.include([200, "API Gateway"]);
  });

  it("shows which claims reach the functions: those of the token that is sent, in the authorizer's own form", () => {
    const claims = (id: string) =>
      report.situations.find((situation) => situation.id === id)?.cells.map(({ claim }) => claim) ?? [];

    expect(claims("claim-access")).to.deep.equal(['"3"', null]);
    expect(claims("claim-id")).to.deep.equal([null, '"p-1"']);
    expect(claims("claim-both")).to.deep.equal(['"{\\"pets\\":[\\"keeper\\"]}"', '{"pets":["keeper"]}']);
    expect(claims("claim-by-cognito")).to.deep.equal([null, '"there"']);
    expect(claims("claim-suppressed")).to.deep.equal([null, null]);
  });

  it("shows that a changed map takes effect with new tokens, or with new decisions of an authorizer", () => {
    const ends = (id: string) =>
      report.situations.find((situation) => situation.id === id)?.cells.map((cell) => cell.effectiveAfterSeconds) ?? [];

    expect(ends("map-lost")).to.deep.equal([3600, 300]);
    expect(ends("map-lost-uncached")).to.deep.equal([3600, 60]);
    expect(seen("map-lost-refresh").map(([status]) => status)).to.deep.equal([401, 403]);
    expect(seen("map-gained-uncached").map(([status]) => status)).to.deep.equal([401, 200]);
  });

  it("shows that a user without a record, or while the directory fails, gets no token, or one that opens nothing", () => {
    for (const id of ["unknown-user", "record-removed-refresh", "directory-down", "directory-down-refresh", "directory-slow"])
      expect(seen(id), id).to.deep.equal([
        [400, "trigger function"],
        [400, "trigger function"],
      ]);
    for (const id of ["unknown-user-omitted", "directory-down-omitted"]) {
      expect(
        seen(id).map(([status]) => status),
        id,
      ).to.deep.equal([200, 200]);
      expect(
        seen(`${id}-request`).map(([status]) => status),
        id,
      ).to.deep.equal([401, 403]);
    }
    expect(seen("directory-down-request").map(([status]) => status)).to.deep.equal([200, 200]);
  });

  it("shows that a token goes on naming the tenant that it was issued with, until it is refreshed", () => {
    const statuses = (id: string) => seen(id).map(([status]) => status);

    expect(statuses("same-tenant")).to.deep.equal([200, 200]);
    expect(statuses("other-tenant")).to.deep.equal([404, 404]);
    expect(statuses("tenant-changed")).to.deep.equal([200, 200]);
    expect(statuses("tenant-changed-refresh")).to.deep.equal([404, 404]);
  });

  it("has a reason for each decision, and no token in any of them", () => {
    for (const { id, cells } of report.situations) for (const { reason } of cells) expect(reason, id).not.to.equal("");
    expect(report.situations.find(({ id }) => id === "other-client")?.cells[1]?.reason).to.include("it logged: client");
    expect(JSON.stringify(report)).not.to.match(/eyJ[\w-]{10,}/);
  });
});
