import { expect } from "chai";
import { priceLists } from "../../../comparison/cost/prices";
import { measureLatency } from "../../../comparison/latency/measure";
import { DEFAULT_SCALE, SMALL_SCALE } from "../../../comparison/latency/scale";
import { countUsage, estimateSpending, MEMORY_MB, TIMEOUT_SECONDS } from "../../../comparison/latency/spending";
import { readStack } from "../../../local/stack";
import { recordStrategy } from "../../support/programs";
import { createFakeLatencyTarget } from "./fake-target";

const STRATEGIES = ["access-token-scopes", "id-token-lambda-authorizer"];
const usdOf = (name: string, scale = DEFAULT_SCALE) =>
  estimateSpending({ strategies: STRATEGIES, scale }).items.find((item) => item.name === name)?.usd ?? Number.NaN;

describe("countUsage", () => {
  it("is no less than what a run really asks for", async () => {
    const scale = { ...SMALL_SCALE, rounds: 2, minBlockRequests: 2, selfCheckRequests: 20, resamples: 10 };
    const { target, asked } = createFakeLatencyTarget();

    await measureLatency({ target, scale });

    const { signIns, refreshes, requests } = countUsage({ strategies: ["one", "two"], scale });
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

  it("has every seeded user in the dearest plan, and no free tier", () => {
    expect(usdOf("Cognito users")).to.be.closeTo(8 * 0.02, 1e-12);
    const { requests } = countUsage({ strategies: STRATEGIES, scale: DEFAULT_SCALE });
    expect(usdOf("API Gateway requests")).to.be.closeTo((requests * 3.5) / 1e6, 1e-12);
  });

  it("bounds the functions by their timeouts", () => {
    const { requests, signIns, refreshes } = countUsage({ strategies: STRATEGIES, scale: DEFAULT_SCALE });
    const seconds = requests * (5 + 10) + (signIns + refreshes) * 3 * 3;
    const usdPerGbSecond = priceLists.current.lambdaCompute.x86_64.tiers[0]?.usd ?? 0;

    expect(usdOf("Lambda compute")).to.be.within(seconds * 0.25 * usdPerGbSecond, 2 * seconds * 0.25 * usdPerGbSecond);
  });

  it("takes the program's own timeouts and memory", async () => {
    const stacks = await Promise.all(STRATEGIES.map(async (strategy) => readStack(await recordStrategy(strategy))));
    const functions = stacks.flatMap((stack) => stack.functions);
    const timeoutOf = (name: string) => functions.find((fn) => fn.name === name)?.timeoutSeconds;

    expect({
      trigger: timeoutOf("access-token-scopes-trigger"),
      authorizer: timeoutOf("id-token-lambda-authorizer"),
      pets: timeoutOf("pets"),
    }).to.deep.equal(TIMEOUT_SECONDS);
    expect(new Set(functions.map(({ memoryMb }) => memoryMb))).to.deep.equal(new Set([MEMORY_MB]));
  });

  it("says what it takes for granted, and what it leaves out", () => {
    const { basis } = estimateSpending({ strategies: STRATEGIES, scale: DEFAULT_SCALE });

    expect(basis.join("\n")).to.contain("without free tiers").and.contain("until its timeout").and.contain("not in it: taxes");
  });
});
