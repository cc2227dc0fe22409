import { render } from "@lit-labs/ssr";
import { collectResult } from "@lit-labs/ssr/lib/render-result.js";
import { expect } from "chai";
import type { Cell } from "../../../comparison/behaviour/report";
import { createRows } from "../../../comparison/report/prepare/behaviour-rows";
import { cellView } from "../../../comparison/report/views/behaviour-view";
import { createBehaviour, createCell, createSituation, passed } from "./fixture";

/** The text of a cell, without its tags. */
async function wordsOf(...cells: readonly (Cell | undefined)[]): Promise<string> {
  const targets = ["aws", "engine"];
  const reports = cells.map((cell, i) =>
    createBehaviour([createSituation("s", cell === undefined ? [] : [cell])], { target: targets[i] ?? "" }),
  );
  const [row] = createRows(reports);
  if (row === undefined) throw new Error("there is no row");
  const html = await collectResult(render(cellView(row, "a")));
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

describe("cellView", () => {
  it("has the status, the decider, and in its details the message, the reason and the source", async () => {
    expect(await wordsOf(createCell("a"))).to.equal(
      "401 API Gateway Message Unauthorized Reason the token is missing Expected status 401, decided by API Gateway " +
        "Source documented : a page, read 2026-01",
    );
  });

  it("says when an access ends, that a process had to start, and that there is no message", async () => {
    const words = await wordsOf(createCell("a", { ...passed, effectiveAfterSeconds: 3600, isColdStart: true }));

    expect(words)
      .to.match(/^200 API Gateway , until 60 min Message none/)
      .and.include("a process had to start first");
  });

  it("says if the decider is unknown", async () => {
    const { decidedBy: _untold, ...untold } = createCell("a");

    expect(await wordsOf(untold)).to.match(/^401 Decided by whoever it was: this target does not tell Message/);
  });

  it("marks what is not as expected", async () => {
    expect(await wordsOf(createCell("a", { isAsExpected: false }))).to.match(/^401 API Gateway not as expected/);
  });

  it("shows everything that was expected, and nothing irrelevant", async () => {
    const expectedOf = async (expected: Cell["expected"]) =>
      /Expected (.*) Source/.exec(await wordsOf(createCell("a", { expected })))?.[1];
    const decidedBy = "Cognito";

    expect(await expectedOf({ status: "passed", decidedBy })).to.equal("passes, decided by Cognito");
    expect(await expectedOf({ status: 401, decidedBy, message: null })).to.equal("status 401, no message, decided by Cognito");
    expect(await expectedOf({ status: 401, decidedBy, message: "No" })).to.include("message “No”");
    expect(await expectedOf({ status: 401, decidedBy, isColdStart: true })).to.match(/, a cold start$/);
    expect(await expectedOf({ status: 401, decidedBy, isColdStart: false })).to.match(/, no cold start$/);
    expect(await expectedOf({ status: 401, decidedBy, effectiveAfterSeconds: 90 })).to.match(/, until 90 s$/);
  });

  it("names the targets if there are several, with a dash for one that was not asked", async () => {
    expect(await wordsOf(createCell("a"), createCell("a", { status: 500 }))).to.match(/^aws : 401 .* engine : 500 /);
    expect(await wordsOf(undefined, createCell("a"))).to.match(/^aws: – engine : 401 /);
  });
});
