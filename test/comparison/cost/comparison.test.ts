import { join } from "node:path";
import { expect } from "chai";
import { build } from "esbuild";
import fc from "fast-check";
import { compareCosts } from "../../../comparison/cost/comparison";
import { type CostInputs, numericInputs, withDefaults } from "../../../comparison/cost/inputs";
import { toCents } from "../../../comparison/cost/money";
import { priceLists } from "../../../comparison/cost/prices";
import { type CostModel, findVariants, functionsOf, type PricedStrategy } from "../../../comparison/cost/variants";
import { changesTokens } from "../../../config/claim-rules";
import { keys } from "../../../config/setting-keys";
import { tokenClaims } from "../../../config/token-claims";
import { readStack } from "../../../local/stack";
import { strategies } from "../../../strategies";
import { accessTokenScopes } from "../../../strategies/access-token-scopes";
import { idTokenLambdaAuthorizer } from "../../../strategies/id-token-lambda-authorizer";
import type { Strategy } from "../../../strategies/strategy";
import { recordStrategy } from "../../support/programs";
import { someInputs, someModel } from "./arbitraries";
import { before, current } from "./models";

const TODAY = "2026-11-20";
const registered: readonly Strategy[] = Object.values(strategies);

describe("compareCosts", () => {
  const cognitoOf = (model: CostModel, users: number) =>
    compareCosts(model, withDefaults({ users }), TODAY).variants.map(({ variant, items }) => {
      const ofPool = items.filter(({ name }) => name === "Cognito users" || name === "Cognito advanced security");
      return [variant, ...ofPool.map(({ usdPerMonth }) => usdPerMonth)];
    });

  it("matches the published figures of Cognito for the old prices: 2,500 against 0, and 4,525 against 275", () => {
    // 50,000 x 0.05; then 50,000 x 0.035 = 1,750 more, and 50,000 users above the free ones x 0.0055 = 275
    expect(cognitoOf(before, 50_000)).to.deep.equal([
      ["advanced-security", 0, 2_500],
      ["base", 0, 0],
    ]);
    expect(cognitoOf(before, 100_000)).to.deep.equal([
      ["advanced-security", 275, 4_250],
      ["base", 275, 0],
    ]);
  });

  it("calculates Cognito's part for each plan with today's prices", () => {
    // 50,000 x 0.02; 40,000 x 0.015; 40,000 x 0.0055
    expect(cognitoOf(current, 50_000)).to.deep.equal([
      ["plus", 1_000, 0],
      ["essentials", 600, 0],
      ["lite", 220, 0],
    ]);
  });

  it("returns each variant's own items, the whole bill, and the difference to the authorizer", () => {
    const inputs = withDefaults({ users: 1_000, requestsPerUser: 1_000, hasFreeTiers: false });

    const { shared, variants, comparisons } = compareCosts(current, inputs, TODAY);

    // 3.50 + 0.20 + 0.11 + 0.10 + 0.11 + 0.06 + 0.00
    expect(shared.usdPerMonth).to.equal(4.08);
    // Plus: 20.00 + 0 + 0.00 + 0.00 + 0.00. Lite: 5.50 + 0 + 0.02 + 0.01 + 0.01
    expect(variants.map(({ variant, usdPerMonth }) => [variant, usdPerMonth])).to.deep.equal([
      ["plus", 20],
      ["essentials", 15],
      ["lite", 5.54],
    ]);
    expect(variants.map(({ totalUsdPerMonth }) => totalUsdPerMonth)).to.deep.equal([24.08, 19.08, 9.62]);
    expect(variants.map(({ totalUsdPerUser }) => totalUsdPerUser?.toFixed(5))).to.deep.equal(["0.02408", "0.01908", "0.00962"]);
    expect(comparisons.map(({ differenceUsdPerMonth }) => differenceUsdPerMonth)).to.deep.equal([14.46, 9.46]);
  });

  it("adds up to the cent for any inputs", () => {
    fc.assert(
      fc.property(someModel, someInputs, (model, inputs) => {
        const { shared, variants, comparisons } = compareCosts(model, inputs, TODAY);
        const centsOf = (items: readonly { readonly usdPerMonth: number }[]) =>
          items.reduce((sum, { usdPerMonth }) => sum + toCents(usdPerMonth), 0);

        expect(toCents(shared.usdPerMonth)).to.equal(centsOf(shared.items));
        for (const { items, usdPerMonth, totalUsdPerMonth } of variants) {
          expect(toCents(usdPerMonth)).to.equal(centsOf(items));
          expect(toCents(totalUsdPerMonth)).to.equal(centsOf(items) + centsOf(shared.items));
        }
        const centsOfVariant = (name: string) =>
          toCents(variants.find(({ variant }) => variant === name)?.usdPerMonth ?? Number.NaN);
        for (const { variant, against, differenceUsdPerMonth } of comparisons)
          expect(toCents(differenceUsdPerMonth)).to.equal(centsOfVariant(variant) - centsOfVariant(against));
      }),
      { numRuns: 25 },
    );
  });

  it("tells a manager in one sentence what each plan costs more, and up to which point", () => {
    const { sentence } = compareCosts(current, withDefaults({ users: 50_000, requestsPerUser: 300 }), TODAY);

    expect(sentence).to.match(
      /^With 50,000 users a month and 300 requests of each, access-token-scopes costs 780 USD a month more, 779 to 780, on plus \(until each user sends about 410,000 requests a month; 140,000 to 1,100,000 if every assumed input is halved or doubled\), and 380 USD a month more, 379 to 380, on essentials \([^)]*\) compared with id-token-lambda-authorizer\.$/,
    );
  });

  it("compares every variant of any number of strategies with the cheapest users, the first registered of equals", () => {
    const namesOf = (of: CostModel) =>
      compareCosts(of, withDefaults(), TODAY).comparisons.map(({ variant, against }) => `${variant} / ${against}`);
    const copyOf = (name: string, { costs, permissionsInToken }: PricedStrategy) => ({ name, costs, permissionsInToken });
    const [scopes, authorizer] = [copyOf("scopes", accessTokenScopes), copyOf("authorizer", idTokenLambdaAuthorizer)];

    expect(namesOf({ list: priceLists.current, strategies: [authorizer, scopes] })).to.deep.equal([
      "plus / lite",
      "essentials / lite",
    ]);
    expect(
      namesOf({
        list: priceLists.current,
        strategies: [scopes, copyOf("other", scopes), authorizer, copyOf("second", authorizer)],
      }),
    ).to.deep.equal([
      "plus (scopes) / lite (authorizer)",
      "essentials (scopes) / lite (authorizer)",
      "plus (other) / lite (authorizer)",
      "essentials (other) / lite (authorizer)",
      "lite (second) / lite (authorizer)",
    ]);
    expect(namesOf({ list: priceLists.current, strategies: [scopes] })).to.deep.equal(["plus / essentials"]);
    expect(namesOf({ list: priceLists.current, strategies: [authorizer] })).to.deep.equal([]);
    expect(namesOf({ list: priceLists["before-2024-11"], strategies: [scopes, authorizer] })).to.deep.equal([
      "advanced-security / base",
    ]);
  });

  it("writes a complete sentence for three strategies, and for one", () => {
    const [scopes, authorizer] = [accessTokenScopes, idTokenLambdaAuthorizer];
    const sentenceOf = (...of: readonly PricedStrategy[]) =>
      compareCosts({ list: priceLists.current, strategies: of }, withDefaults(), TODAY).sentence;

    expect(sentenceOf(scopes, authorizer, { ...authorizer, name: "third" })).to.match(
      /each, access-token-scopes costs .* on plus .*, and .* on essentials \(.*\); third costs the same on lite \(never more\) compared with id-token-lambda-authorizer\.$/,
    );
    expect(sentenceOf(scopes)).to.match(
      /access-token-scopes costs .* on plus .* compared with access-token-scopes on essentials\.$/,
    );
    expect(sentenceOf(authorizer)).to.match(/, there is nothing to compare id-token-lambda-authorizer with\.$/);
  });

  it("says so if the scopes cost the same, less, or more at any number of requests", () => {
    const sentenceOf = (given: Parameters<typeof withDefaults>[0]) => compareCosts(current, withDefaults(given), TODAY).sentence;

    expect(sentenceOf({ users: 100 })).to.include("the same on essentials (never more)");
    expect(sentenceOf({ users: 10_000, requestsPerUser: 10_000 })).to.match(
      /costs .* 3\.71 USD a month less, 1\.3 to 11\.4, on essentials/,
    );
    expect(sentenceOf({ cacheHitRate: 1 })).to.match(/more, 780 to 781, on plus \(at any number of requests\)/);
  });

  it("has no cost per user without users", () => {
    const { variants, comparisons } = compareCosts(current, withDefaults({ users: 0 }), TODAY);

    expect(variants.map(({ totalUsdPerMonth, totalUsdPerUser }) => [totalUsdPerMonth, totalUsdPerUser])).to.deep.equal([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect(comparisons.map(({ breakEvenRequestsPerUser }) => breakEvenRequestsPerUser)).to.deep.equal([null, null]);
  });

  it("warns about prices older than 90 days, by name, but not at 90 days", () => {
    const warningsOn = (today: string) => compareCosts(current, withDefaults(), today).warnings.join("\n");

    // Cognito was read on 2026-09-20; 90 days later is 2026-12-19
    expect(warningsOn("2026-12-19")).to.include("DynamoDB storage (516)").and.not.include("Cognito");
    expect(warningsOn("2026-12-20")).to.include("Cognito users, plan lite (91)");
    expect(warningsOn("2025-07-21")).to.equal("");
  });

  it("says that the old list is history, and the date of its oldest price", () => {
    const { warnings, prices } = compareCosts(before, withDefaults(), TODAY);

    expect(warnings).to.deep.equal(['the list "before-2024-11" is history: AWS no longer asks these prices']);
    expect(prices).to.include({ id: "before-2024-11", readOn: "2022-04-30", region: "us-east-1" });
  });

  it("doubts a hit rate with fewer misses than tokens", () => {
    const warningsOf = (cacheHitRate: number) => {
      const inputs = withDefaults({ requestsPerUser: 300, signInsPerUser: 4, refreshesPerUser: 16, cacheHitRate });
      return compareCosts(current, inputs, "2025-07-21").warnings;
    };

    // 300 x 0.05 = 15 misses, 300 x 0.1 = 30, for 20 tokens
    expect(warningsOf(0.95)).to.have.lengthOf(1);
    expect(warningsOf(0.95)[0]).to.include("20 tokens and misses the authorizer's cache 15 times");
    expect(warningsOf(0.9)).to.deep.equal([]);
  });

  it("states each price's confidence, and what the model assumes and leaves out", () => {
    const { prices, assumptions, leftOut } = compareCosts(current, withDefaults(), TODAY);
    const confidenceOf = (name: string) => prices.readings.find((reading) => reading.name === name)?.confidence;

    expect(confidenceOf("Cognito users, plan plus")).to.equal("documented");
    expect(confidenceOf("Lambda requests")).to.equal("reported (free tier documented)");
    expect(confidenceOf("CloudWatch Logs, ingestion of Lambda logs")).to.equal("reported (higher steps recalled)");
    expect(assumptions.join()).to.include("recalled, not verified");
    for (const word of ["support", "taxes", "negotiated", "WAF", "X-Ray", "transfer", "first 12 months"]) {
      expect(leftOut.join()).to.include(word);
    }
  });
});

describe("cost model", () => {
  it("has each price list under its own id", () => {
    expect(Object.values(priceLists).map(({ id }) => id)).to.deep.equal(Object.keys(priceLists));
  });

  it("has variants of every strategy in every list, each with existing prices", () => {
    for (const list of Object.values(priceLists)) {
      const variants = findVariants({ list, strategies: registered }, withDefaults());
      expect([...new Set(variants.map(({ strategy }) => strategy))]).to.deep.equal(Object.keys(strategies));
      for (const { users } of variants) expect(Object.values(list.users)).to.include(users);
    }
  });

  it("uses the strategies' default plans, and those that they support, with today's Cognito", () => {
    for (const { costs, userPool } of registered) {
      const plans = costs.variants.current.map(({ users }) => users);
      expect(userPool.plans).to.include.members(plans);
      expect(plans).to.include(userPool.defaultPlan);
    }
  });

  it("has the functions that each stack has, with and without claims and a directory", async () => {
    const directory = { userDirectory: "table", userPoolPlan: "essentials", advancedSecurity: "off" };
    for (const priced of registered) {
      const rolesOf = async (config: Readonly<Record<string, string>>) => {
        const { functions } = await readStack(await recordStrategy(priced.name, { config }));
        return functions.map(({ name }) => name).filter((name) => !["pets", "post-confirmation"].includes(name));
      };
      const countOf = (given: Partial<CostInputs>) => functionsOf(priced, withDefaults(given)).length;

      expect(await rolesOf({})).to.have.lengthOf(countOf({}));
      expect(await rolesOf(directory)).to.have.lengthOf(countOf({ userDirectory: "on" }));
      expect(countOf({ claims: "id" })).to.equal(countOf({ userDirectory: "on" }));
    }
  });

  it("uses the program's defaults where it says so", () => {
    const { functionMemoryMb, functionArchitecture, logRetentionDays, claims, userDirectory, permissionMap } = withDefaults();

    expect({ claims, userDirectory, permissionMap }).to.deep.equal({
      claims: changesTokens(tokenClaims) ? "access" : "off",
      userDirectory: keys.userDirectory.default,
      permissionMap: keys.permissionMap.default,
    });

    expect({ functionMemoryMb, functionArchitecture, logRetentionDays }).to.deep.equal({
      functionMemoryMb: keys.functionMemoryMb.default,
      functionArchitecture: keys.functionArchitecture.default,
      logRetentionDays: keys.logRetentionDays.default,
    });
  });

  it("names the source of every input's default", () => {
    for (const [name, { basis, unit }] of Object.entries(numericInputs)) {
      expect(unit, name).not.to.equal("");
      expect(basis, name).to.match(/not measured here|the program's default/);
    }
  });

  it("can be bundled for a browser", async () => {
    const entry = join(__dirname, "..", "..", "..", "comparison", "cost", "comparison.ts");

    const { errors, outputFiles } = await build({ entryPoints: [entry], bundle: true, platform: "browser", write: false });

    expect(errors).to.deep.equal([]);
    expect(outputFiles[0]?.text).not.to.match(/\brequire\(|\bprocess\./);
  });
});
