import { expect } from "chai";
import { describeMismatch, findDisagreements, findMismatches } from "../../../comparison/behaviour/mismatch";
import type { Cell } from "../../../comparison/behaviour/report";
import { createBehaviour, createCell, createSituation, passed } from "../report/fixture";

describe("findMismatches", () => {
  const seen = createCell("first", { ...passed, status: 404 });
  const expected = { status: "passed", decidedBy: "API Gateway" } as const;

  it("finds a claim that is missing, is there though none should be, or says something else", () => {
    const mismatches = (claim: string | null | undefined, wanted: string | null) =>
      findMismatches({ ...seen, ...(claim === undefined ? {} : { claim }) }, { ...expected, claim: wanted });

    expect(mismatches('"3"', '"3"')).to.deep.equal([]);
    expect(mismatches(null, null)).to.deep.equal([]);
    expect(mismatches("3", '"3"')).to.deep.equal([{ what: "claim", seen: "3", expected: '"3"' }]);
    expect(mismatches(undefined, "3")).to.deep.equal([{ what: "claim", seen: null, expected: "3" }]);
    expect(mismatches("3", null)).to.deep.equal([{ what: "claim", seen: "3", expected: null }]);
  });

  it("finds what the function behind the route answers only where that is what the row is about", () => {
    expect(findMismatches(seen, expected)).to.deep.equal([]);
    expect(findMismatches(seen, { ...expected, answer: 404 })).to.deep.equal([]);
    expect(findMismatches(seen, { ...expected, answer: 200 })).to.deep.equal([{ what: "answer", seen: 404, expected: 200 }]);
  });
});

describe("describeMismatch", () => {
  it("states what was seen and what was expected, and distinguishes null from text", () => {
    expect(describeMismatch({ what: "status", seen: 401, expected: "passed" })).to.equal('the status is 401; expected "passed"');
    expect(describeMismatch({ what: "message", seen: "null", expected: null })).to.equal('the message is "null"; expected null');
    expect(describeMismatch({ what: "decider", seen: "cached policy", expected: "API Gateway" })).to.equal(
      'the decider is "cached policy"; expected "API Gateway"',
    );
    expect(describeMismatch({ what: "cold start", seen: false, expected: true })).to.equal(
      "the cold start is false; expected true",
    );
    expect(describeMismatch({ what: "time", seen: null, expected: 3600 })).to.equal(
      "the time until it takes effect in seconds is null; expected 3600",
    );
  });
});

const REFUSED = createCell("first", { expected: { status: 401, message: "Unauthorized", decidedBy: "API Gateway" } });
const PASSED: Cell = { ...REFUSED, ...passed };

const reportOf = (target: string, ...cells: readonly Cell[]) => createBehaviour([createSituation("no-token", cells)], { target });
const compare = (a: Partial<Cell>, b: Partial<Cell>) =>
  findDisagreements(reportOf("emulator", { ...REFUSED, ...a }), reportOf("engine", { ...REFUSED, ...b })).map(
    ({ situation: _situation, strategy: _strategy, ...rest }) => rest,
  );

describe("findDisagreements", () => {
  it("names situation and strategy, and each target's answer", () => {
    const found = findDisagreements(reportOf("emulator", REFUSED), reportOf("engine", { ...REFUSED, status: 403 }));

    expect(found).to.deep.equal([{ situation: "no-token", strategy: "first", what: "status", a: 401, b: 403 }]);
    expect(findDisagreements(reportOf("emulator", REFUSED), reportOf("engine", REFUSED))).to.deep.equal([]);
  });

  it("treats any response of the function behind a route alike, but a success and a refusal as different", () => {
    expect(compare(PASSED, { ...PASSED, status: 404, message: "there is no pet" })).to.deep.equal([]);
    expect(compare(PASSED, { message: "another" })).to.deep.equal([{ what: "status", a: "passed", b: 401 }]);
  });

  it("compares the claim that a row is about", () => {
    expect(compare({ ...PASSED, claim: '"3"' }, { ...PASSED, claim: "3" })).to.deep.equal([{ what: "claim", a: '"3"', b: "3" }]);
    expect(compare({ ...PASSED, claim: null }, { ...PASSED, claim: null })).to.deep.equal([]);
  });

  it("compares messages of refusals, except where the contract allows any text", () => {
    expect(compare({}, { message: null })).to.deep.equal([{ what: "message", a: "Unauthorized", b: null }]);
    const expected = { ...REFUSED.expected, message: "failed with error *" };
    const [one, other] = ["failed with error RequestId: 1", "failed with error RequestId: 2"];
    expect(compare({ message: one, expected }, { message: other, expected })).to.deep.equal([]);
    expect(compare({ message: one, expected }, { message: "x", expected })).to.have.lengthOf(1);
  });

  it("compares deciders if both targets report them", () => {
    const { decidedBy: _decidedBy, ...untold } = REFUSED;

    expect(compare({}, { decidedBy: "cached policy" })).to.deep.equal([
      { what: "decider", a: "API Gateway", b: "cached policy" },
    ]);
    expect(findDisagreements(reportOf("aws", untold), reportOf("engine", REFUSED))).to.deep.equal([]);
  });

  it("compares an access's end with its expected end on the same target, since token lifetimes differ", () => {
    const ends = (effectiveAfterSeconds: number, should: number) => ({
      effectiveAfterSeconds,
      expected: { ...REFUSED.expected, effectiveAfterSeconds: should },
    });

    expect(compare(ends(300, 300), ends(3600, 3600))).to.deep.equal([]);
    expect(compare(ends(360, 300), ends(3600, 3600))).to.deep.equal([{ what: "time", a: 60, b: 0 }]);
    expect(compare({}, ends(3600, 3600))).to.deep.equal([{ what: "time", a: null, b: 0 }]);
  });

  it("skips what one of them was not asked", () => {
    expect(findDisagreements(reportOf("emulator"), reportOf("engine", REFUSED))).to.deep.equal([]);
    expect(findDisagreements(reportOf("emulator", REFUSED), reportOf("engine"))).to.deep.equal([]);
  });
});
