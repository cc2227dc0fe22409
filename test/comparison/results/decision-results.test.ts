import { expect } from "chai";
import type { Cell, Decides } from "../../../comparison/behaviour/report";
import { renderDecisionResults } from "../../../comparison/results/decision-results";
import { priced } from "../cost/models";
import { createBehaviour, createCell, createSituation, passed } from "../report/fixture";

const names = ["x", "y"];

/** The rows with one situation for each question, without those of the costs. */
const rowsOf = (...seen: readonly (readonly [Decides, ...Partial<Cell>[]])[]) => {
  const situations = seen.map(([decides, ...cells], i) =>
    createSituation(
      `s${i}`,
      cells.map((cell, at) => createCell(names[at] ?? "", cell)),
      { decides },
    ),
  );
  const [head, , ...rows] = renderDecisionResults(createBehaviour(situations, { strategies: names }), priced).split("\n");
  expect(head).to.equal("|  | `x` | `y` |");
  return rows.filter((row) => !row.startsWith("| Monthly cost"));
};
const lasting = (event: "group removed" | "signed out", cacheTtlSeconds: number) =>
  ({ question: "lasting access", event, cacheTtlSeconds }) as const;
const until = (minutes: number) => ({ ...passed, effectiveAfterSeconds: minutes * 60 });

describe("renderDecisionResults", () => {
  it("has the monthly cost at some sizes, for strategies that the model knows", () => {
    const report = createBehaviour([], { strategies: ["id-token-lambda-authorizer", "unknown"] });

    expect(renderDecisionResults(report, priced)).to.match(/^\| Monthly cost .+ 100,000 users \| 496 USD \(lite\) \| – \|$/m);
  });

  it("says how long a removed group keeps its effect, with the default cache TTL", () => {
    expect(
      rowsOf(
        [lasting("group removed", 300), until(60), until(65)],
        [lasting("group removed", 3600), until(60), until(120)],
        [lasting("group removed", 0), until(60), until(60)],
        [lasting("signed out", 300), until(60), until(60)],
      ),
    ).to.deep.equal(["| A user loses a group: issued tokens keep working for up to | 60 min | 65 min |"]);
    expect(rowsOf([lasting("group removed", 300), passed, until(65)])[0]).to.include("| longer than was looked for | 65 min |");
  });

  it("says which status a missing permission gets, and not those of other refusals", () => {
    expect(
      rowsOf(
        [{ question: "refusal", cause: "no token" }, { status: 400 }, { status: 401 }],
        [{ question: "refusal", cause: "missing permission" }, { status: 401 }, { status: 403 }],
      ),
    ).to.deep.equal(["| Valid token without the permission | 401 | 403 |"]);
  });

  it("says whose tokens only some of them accept, grouped by equal answers", () => {
    expect(
      rowsOf(
        [{ question: "admission", whose: "another app client" }, passed, {}],
        [{ question: "admission", whose: "machine" }, passed, {}],
        [{ question: "admission", whose: "another pool" }, {}, {}],
      ),
    ).to.deep.equal(["| Token of another app client of the pool, or of a machine (client credentials) | accepted | 401 |"]);
  });

  it("says what fails and what keeps working if a function fails", () => {
    const failing = (act: "request" | "sign-in") => ({ question: "failure", fault: "throws", act }) as const;

    expect(rowsOf([failing("sign-in"), { status: 400 }, passed], [failing("request"), passed, { status: 500 }])).to.deep.equal([
      "| The strategy's Lambda function fails | sign-ins fail (400), requests keep working | requests fail (500), sign-ins keep working |",
    ]);
  });
});
