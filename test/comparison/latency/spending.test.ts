import { PassThrough } from "node:stream";
import { expect } from "chai";
import { withDefaults } from "../../../comparison/cost/inputs";
import { priceLists } from "../../../comparison/cost/prices";
import { functionsOf } from "../../../comparison/cost/variants";
import { measureLatency } from "../../../comparison/latency/measure";
import { DEFAULT_SCALE, SMALL_SCALE } from "../../../comparison/latency/scale";
import {
  confirmSpending,
  countUsage,
  describeSpending,
  estimateSpending,
  formatSpending,
  PETS,
  type SpendingOptions,
  SpendingRefusedError,
} from "../../../comparison/latency/spending";
import { keys } from "../../../config/setting-keys";
import { readStack } from "../../../local/stack";
import { strategies } from "../../../strategies";
import { recordStrategy } from "../../support/programs";
import { priced } from "../cost/models";
import { createFakeLatencyTarget } from "./fake-target";

const STRATEGIES = priced;
const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";
const sumUsage = (options: SpendingOptions) => {
  const usages = options.strategies.map(({ name }) => countUsage(name, options));
  const sumOf = (name: "refreshes" | "requests" | "signIns") => usages.reduce((sum, usage) => sum + usage[name], 0);
  return { signIns: sumOf("signIns"), refreshes: sumOf("refreshes"), requests: sumOf("requests") };
};
const usdOf = (name: string, scale = DEFAULT_SCALE) =>
  estimateSpending({ strategies: STRATEGIES, scale }).items.find((item) => item.name === name)?.usd ?? Number.NaN;

describe("countUsage", () => {
  it("is an upper bound for the requests of a run", async () => {
    const scale = { ...SMALL_SCALE, rounds: 2, minBlockRequests: 2, selfCheckRequests: 20, resamples: 10 };
    const { target, asked } = createFakeLatencyTarget();

    await measureLatency({ target, scale });

    const { signIns, refreshes, requests } = sumUsage({
      strategies: STRATEGIES.map((one, i) => ({ ...one, name: ["one", "two"][i] ?? "" })),
      scale,
    });
    expect(asked.signIns).to.be.within(1, signIns);
    expect(asked.refreshes).to.be.within(1, refreshes);
    expect(asked.requests).to.be.within(1, requests);
  });
});

describe("estimateSpending", () => {
  it("is the sum of its items, and grows with what is measured", () => {
    const { totalUsd, items } = estimateSpending({ strategies: STRATEGIES, scale: DEFAULT_SCALE });

    expect(totalUsd).to.be.closeTo(
      items.reduce((sum, { usd }) => sum + usd, 0),
      1e-12,
    );
    expect(items.every(({ usd }) => usd > 0)).to.equal(true);
    const more = estimateSpending({ strategies: STRATEGIES, scale: { ...DEFAULT_SCALE, rounds: 40 } });
    expect(more.totalUsd).to.be.greaterThan(totalUsd);
  });

  it("charges every seeded user on the dearest plan, without free tiers", () => {
    expect(usdOf("Cognito users")).to.be.closeTo(8 * 0.02, 1e-12);
    const { requests } = sumUsage({ strategies: STRATEGIES, scale: DEFAULT_SCALE });
    expect(usdOf("API Gateway requests")).to.be.closeTo((requests * 3.5) / 1e6, 1e-12);
  });

  it("bounds the functions by their timeouts", () => {
    const options = { strategies: STRATEGIES, scale: DEFAULT_SCALE };
    const [scopes, authorizer] = [countUsage(SCOPES, options), countUsage(AUTHORIZER, options)];
    const seconds = scopes.requests * 10 + (scopes.signIns + scopes.refreshes) * 3 * 3 + authorizer.requests * (5 + 10);
    const usdPerGbSecond = priceLists.current.lambdaCompute.x86_64.tiers[0]?.usd ?? 0;

    expect(usdOf("Lambda compute")).to.be.within(seconds * 0.25 * usdPerGbSecond, 2 * seconds * 0.25 * usdPerGbSecond);
  });

  it("uses the program's own timeouts and memory", async () => {
    for (const priced of Object.values(strategies)) {
      const { name: strategy } = priced;
      const { functions } = await readStack(await recordStrategy(strategy));
      const timeouts = functions.map(({ timeoutSeconds }) => timeoutSeconds);

      expect(timeouts, strategy).to.have.members(
        [PETS, ...functionsOf(priced, withDefaults())].map(({ timeoutSeconds }) => timeoutSeconds),
      );
      for (const { memoryMb } of functions) expect(memoryMb).to.equal(keys.functionMemoryMb.default);
    }
  });

  it("states its assumptions, and what it leaves out", () => {
    const { basis } = estimateSpending({ strategies: STRATEGIES, scale: DEFAULT_SCALE });

    expect(basis.join("\n"))
      .to.contain("without free tiers")
      .and.contain("until its timeout (trigger 3 s and three times, authorizer 5 s at every request, pets 10 s) with 256 MB")
      .and.contain("not in it: taxes");
  });
});

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
