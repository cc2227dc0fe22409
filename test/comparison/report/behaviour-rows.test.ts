import { expect } from "chai";
import { createRows, describeOutcome, strategiesOf } from "../../../comparison/report/prepare/behaviour-rows";
import { createBehaviour, createCell, createSituation, passed } from "./fixture";

const differencesOf = (...cells: readonly Parameters<typeof createCell>[1][]) =>
  createRows([
    createBehaviour([
      createSituation(
        "s",
        cells.map((cell, i) => createCell(`strategy ${i}`, cell)),
      ),
    ]),
  ])[0]?.differences;

describe("createRows", () => {
  it("names what differs for a client: access, status, message, time and a claim", () => {
    expect(differencesOf({}, passed)).to.deep.equal(["access"]);
    expect(differencesOf({}, { status: 403 })).to.deep.equal(["status"]);
    expect(differencesOf({}, { message: "The incoming token has expired" })).to.deep.equal(["message"]);
    expect(differencesOf({ ...passed, effectiveAfterSeconds: 3600 }, { ...passed, effectiveAfterSeconds: 3900 })).to.deep.equal([
      "time",
    ]);
    expect(differencesOf({ ...passed, claim: "3" }, { ...passed, claim: null })).to.deep.equal(["claim"]);
  });

  it("finds no difference in deciders, nor in responses of a function behind the route", () => {
    expect(differencesOf({}, { decidedBy: "authorizer function" })).to.deep.equal([]);
    expect(differencesOf(passed, { ...passed, status: 404, message: "no such pet" })).to.deep.equal([]);
  });

  it("names only the status if the message differs with it", () => {
    expect(differencesOf({}, { status: 403, message: "Forbidden" })).to.deep.equal(["status"]);
  });

  it("finds among three strategies the one that differs from the others that refuse", () => {
    expect(differencesOf(passed, {}, { status: 403 })).to.deep.equal(["access", "status"]);
  });

  it("marks what is not as expected, and lists every status once", () => {
    const [row] = createRows([
      createBehaviour([
        createSituation("s", [
          createCell("a", { status: 403, isAsExpected: false }),
          createCell("b"),
          createCell("c", { status: 403 }),
        ]),
      ]),
    ]);

    expect(row?.isUnexpected).to.equal(true);
    expect(row?.statuses).to.deep.equal([401, 403]);
  });

  it("shows the targets side by side, and names the strategies that differ on another", () => {
    const aws = createBehaviour([createSituation("s", [createCell("a", { status: 403 }), createCell("b")])], { target: "aws" });
    const engine = createBehaviour([createSituation("s", [createCell("a"), createCell("b")])]);

    const [row] = createRows([aws, engine]);

    expect(row?.seen.map(({ target }) => target)).to.deep.equal(["aws", "engine"]);
    expect(row?.differsBetweenTargets).to.deep.equal(["a"]);
    expect(row?.differences).to.deep.equal(["status"]);
  });

  it("compares deciders of several targets only if each of them reports one", () => {
    const rowsWith = (decidedBy: "Cognito" | undefined) => {
      const { decidedBy: _, ...untold } = createCell("a");
      const cell = decidedBy === undefined ? untold : { ...untold, decidedBy };
      // A deployed target's report is read from JSON, which omits what is not known.
      const aws = createBehaviour([createSituation("s", [JSON.parse(JSON.stringify(cell))])], { target: "aws" });
      return createRows([aws, createBehaviour([createSituation("s", [createCell("a")])])])[0]?.differsBetweenTargets;
    };

    expect(rowsWith(undefined)).to.deep.equal([]);
    expect(rowsWith("Cognito")).to.deep.equal(["a"]);
  });

  it("keeps why a row was skipped, and takes differences from the target that was asked", () => {
    const aws = createBehaviour([createSituation("s", [], { notAsked: "it takes an hour" })], { target: "aws" });
    const engine = createBehaviour([createSituation("s", [createCell("a"), createCell("b", passed)])]);

    const [row] = createRows([aws, engine]);

    expect(row?.seen.map(({ notAsked }) => notAsked)).to.deep.equal(["it takes an hour", undefined]);
    expect(row?.differences).to.deep.equal(["access"]);
    expect(row?.differsBetweenTargets).to.deep.equal([]);
  });

  it("ends with the rows that only a later target has", () => {
    const first = createBehaviour([createSituation("x", [createCell("a")])]);
    const second = createBehaviour([createSituation("y", [createCell("b")]), createSituation("x", [createCell("a")])]);

    expect(createRows([first, second]).map(({ id }) => id)).to.deep.equal(["x", "y"]);
    expect(strategiesOf([first, second])).to.deep.equal(["a", "b"]);
  });
});

describe("describeOutcome", () => {
  it("summarizes what a client sees, and until when", () => {
    expect(describeOutcome(createCell("a"))).to.equal("401");
    expect(describeOutcome(createCell("a", passed))).to.equal("passes");
    expect(describeOutcome(createCell("a", { ...passed, effectiveAfterSeconds: 3900 }))).to.equal("passes until 65 min");
    expect(describeOutcome(createCell("a", { ...passed, effectiveAfterSeconds: 90 }))).to.equal("passes until 90 s");
  });
});
