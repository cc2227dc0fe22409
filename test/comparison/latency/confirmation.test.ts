import { PassThrough } from "node:stream";
import { expect } from "chai";
import { confirmSpending, describeSpending, formatSpending, SpendingRefusedError } from "../../../comparison/latency/spending";

const SPENDING = { totalUsd: 1.2301, items: [{ name: "Cognito users", usd: 0.16 }], basis: ["list prices"] };

/** What happens on a terminal, or without one. */
async function converse({
  isTTY = true,
  isAnswered = false,
  typed,
}: {
  isTTY?: boolean;
  isAnswered?: boolean;
  typed?: string | null;
}) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = "";
  output.on("data", (chunk) => {
    shown += chunk;
    if (!shown.includes("continue?")) return;
    if (typed === null) input.end();
    else if (typed !== undefined && !input.writableEnded) input.end(`${typed}\n`);
  });
  const failure = await confirmSpending(SPENDING, { input, output, isAnswered }).catch((error: unknown) => error);
  return { shown, failure };
}

describe("confirmSpending", () => {
  for (const typed of ["yes", "y", " YES "]) {
    it(`continues after "${typed}"`, async () => {
      const { shown, failure } = await converse({ typed });

      expect(failure).to.equal(undefined);
      expect(shown).to.contain("this run costs at most 1.24 USD on your AWS account").and.contain("continue? (yes/no)");
    });
  }

  for (const typed of ["no", "", "yesterday", "ok"]) {
    it(`creates nothing after "${typed}"`, async () => {
      const { failure } = await converse({ typed });

      expect(failure).to.be.instanceOf(SpendingRefusedError);
      expect(String(failure)).to.contain(`the answer was "${typed}"; expected "yes"; nothing was created`);
    });
  }

  it("creates nothing if the input ends without an answer", async () => {
    const { failure } = await converse({ typed: null });

    expect(failure).to.be.instanceOf(SpendingRefusedError);
  });

  it("skips the question with --yes, but states the sum all the same", async () => {
    const { shown, failure } = await converse({ isTTY: false, isAnswered: true });

    expect(failure).to.equal(undefined);
    expect(shown).to.contain("1.24 USD").and.not.contain("continue?");
  });

  it("refuses without a terminal, and suggests --yes", async () => {
    const { shown, failure } = await converse({ isTTY: false });

    expect(failure).to.be.instanceOf(SpendingRefusedError).with.property("code", "SPENDING_REFUSED");
    expect(String(failure)).to.contain("no terminal for confirmation; pass --yes");
    expect(shown).not.to.contain("continue?");
  });
});

describe("formatSpending", () => {
  it("rounds up, being an upper bound", () => {
    expect([1.2301, 1.23, 0.001].map((totalUsd) => formatSpending({ ...SPENDING, totalUsd }))).to.deep.equal([
      "1.24",
      "1.23",
      "0.01",
    ]);
  });
});

describe("describeSpending", () => {
  it("lists the items and assumptions of the bound", () => {
    expect(describeSpending(SPENDING).map((line) => line.trim().replace(/ +/g, " "))).to.deep.equal([
      "Cognito users 0.1600 USD at most",
      "list prices",
    ]);
  });
});
