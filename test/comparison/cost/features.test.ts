import { expect } from "chai";
import fc from "fast-check";
import { computeBill, itemsOf, sumUsd } from "../../../comparison/cost/bill";
import { compareCosts } from "../../../comparison/cost/comparison";
import { type CostInputs, withDefaults } from "../../../comparison/cost/inputs";
import { keys } from "../../../config/setting-keys";
import { someInputs } from "./arbitraries";
import { before, current } from "./models";

const TODAY = "2026-11-28";
const compare = (given: Partial<CostInputs>, model = current) => compareCosts(model, withDefaults(given), TODAY);
const itemNames = (given: Partial<CostInputs>, strategy: string) =>
  compare(given)
    .variants.filter((one) => one.strategy === strategy)
    .map(({ items }) => items.map(({ name }) => name).filter((name) => !name.startsWith("Cognito")));

const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";
const trigger = ["Trigger invocations", "Trigger compute", "Trigger logs"];
const authorizer = ["Authorizer invocations", "Authorizer compute", "Authorizer logs"];

describe("costs of claims", () => {
  it("charges the pool's trigger to every strategy that has one, and once", () => {
    expect(itemNames({}, AUTHORIZER)).to.deep.equal([authorizer]);
    expect(itemNames({ claims: "id" }, AUTHORIZER)).to.deep.equal([[...trigger, ...authorizer]]);
    expect(itemNames({ claims: "id" }, SCOPES)).to.deep.equal([trigger, trigger]);
    expect(itemNames({ userDirectory: "on" }, AUTHORIZER)).to.deep.equal([[...trigger, ...authorizer]]);
    expect(itemNames({ permissionMap: "parameter" }, AUTHORIZER)).to.deep.equal([authorizer]);
  });

  it("prices no plan that cannot change access tokens, and says so", () => {
    const { variants, warnings } = compare({ claims: "access" });
    const old = compare({ claims: "access" }, before);

    expect(variants.map(({ strategy, variant }) => `${strategy}: ${variant}`)).to.deep.equal([
      `${SCOPES}: plus`,
      `${SCOPES}: essentials`,
      `${AUTHORIZER}: essentials`,
    ]);
    expect(warnings).to.include(`${AUTHORIZER} on lite is impossible with claims in access tokens; it is priced on essentials`);
    expect(old.variants.map(({ variant }) => variant)).to.deep.equal(["advanced-security", "advanced-security"]);
    expect(old.warnings.join()).to.include(`${AUTHORIZER} on base is impossible`);
    expect(compare({ claims: "id" }).warnings.join()).not.to.include("impossible");
  });

  it("still compares, and writes a whole sentence", () => {
    const { comparisons, sentence } = compare({ claims: "access", userDirectory: "on" });

    expect(comparisons.map(({ variant, against }) => `${variant} / ${against}`)).to.deep.equal([
      `plus / essentials (${SCOPES})`,
      `essentials (${AUTHORIZER}) / essentials (${SCOPES})`,
    ]);
    expect(sentence).to.match(/^With 50,000 users .+ compared with access-token-scopes on essentials\.$/);
  });

  it("leaves the trigger out of a break-even where both sides have it", () => {
    const formulaOf = (given: Partial<CostInputs>) => compare(given).comparisons[1]?.breakEvenFormula;

    expect(formulaOf({})?.triggerUsdPerUser).to.be.greaterThan(0);
    expect(formulaOf({ claims: "id" })?.triggerUsdPerUser).to.equal(0);
  });
});

describe("costs of the user directory", () => {
  it("charges one consistent read for each sign-in and each refresh, under every strategy alike", () => {
    const { shared } = computeBill(current, withDefaults({ users: 1_000_000, userDirectory: "on" }));

    // 1,000,000 x (4 + 16) x 0.125 / 1,000,000
    expect(shared.find(({ name }) => name === "Directory reads")?.usd).to.be.closeTo(2.5, 1e-9);
    expect(compare({}).shared.items.map(({ name }) => name)).not.to.include("Directory reads");
  });

  it("says what it assumes and what it leaves out, and nothing of it without a directory", () => {
    const { assumptions, leftOut } = compare({ userDirectory: "on" });

    expect(assumptions.join()).to.include("reads one record of up to 4 KB from the directory");
    expect(leftOut.join()).to.include("each user who signs up");
    for (const text of [...compare({}).assumptions, ...compare({}).leftOut]) expect(text).not.to.include("directory");
  });

  it("never makes a bill smaller", () => {
    fc.assert(
      fc.property(someInputs, (inputs) => {
        const totals = (given: Partial<CostInputs>) => {
          const { shared, variants } = computeBill(current, { ...inputs, ...given });
          return variants.map((variant) => sumUsd(shared) + sumUsd(itemsOf(variant)));
        };
        const without = totals({ userDirectory: "off" });

        for (const [i, usd] of totals({ userDirectory: "on" }).entries())
          expect(usd).to.be.at.least((without[i] ?? Number.NaN) * (1 - 1e-12));
      }),
    );
  });
});

describe("costs of a permission map in a parameter", () => {
  it("are nothing, with the source, and with how often functions read it", () => {
    const { shared, assumptions } = compare({ permissionMap: "parameter" });

    expect(shared.items).to.deep.include({ name: "Permission map reads", usdPerMonth: 0 });
    expect(shared.usdPerMonth).to.equal(compare({}).shared.usdPerMonth);
    expect(assumptions.at(-1)).to.match(/documented: docs\.aws.+read 2026-11.+at most 43,200 times a month/);
    expect(assumptions.at(-1)).to.include(`permissionMapTtlSeconds ${keys.permissionMapTtlSeconds.default}`);
  });
});
