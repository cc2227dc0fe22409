import { expect } from "chai";
import { z } from "zod";
import { runCostCommand } from "../../../comparison/cost/command";
import { renderCostResults } from "../../../comparison/results/decision-results";
import { readDocument, replaceResults } from "../../../comparison/results/results";
import { strategies } from "../../../strategies";
import { accessTokenScopes } from "../../../strategies/access-token-scopes";
import { idTokenLambdaAuthorizer } from "../../../strategies/id-token-lambda-authorizer";
import { priced } from "./models";

const TODAY = "2026-11-20";
const run = (...args: readonly string[]) => runCostCommand(args, { today: TODAY, isColored: false, strategies: priced });
const items = z.array(z.object({ name: z.string(), usdPerMonth: z.number() }));
const output = z.object({
  prices: z.object({ id: z.string(), readOn: z.string() }),
  inputs: z.object({ users: z.number() }),
  shared: z.object({ usdPerMonth: z.number(), items }),
  variants: z.array(z.object({ strategy: z.string(), variant: z.string(), usdPerMonth: z.number(), items })),
  sentence: z.string(),
});

describe("runCostCommand", () => {
  it("prints shared costs once, then the strategies side by side with the difference", () => {
    const { status, stdout, stderr } = run("--users", "1000", "--requests-per-user", "1000", "--free-tiers", "off");

    expect([status, stderr]).to.deep.equal([0, ""]);
    expect(stdout.match(/REST requests +3\.50$/gm)).to.have.lengthOf(1);
    expect(stdout).to.match(/Cognito users +20\.00 +15\.00 +5\.50$/m);
    expect(stdout).to.match(/Trigger invocations +0\.00 +0\.00 +-$/m);
    expect(stdout).to.match(/Authorizer invocations +- +- +0\.02$/m);
    expect(stdout).to.match(/sum +20\.00 +15\.00 +5\.54$/m);
    expect(stdout).to.match(/with what is shared +24\.08 +19\.08 +9\.62$/m);
    expect(stdout).to.match(/for each user +0\.0241 +0\.0191 +0\.00962$/m);
    expect(stdout).to.match(/more than the authorizer +\+14\.46 +\+9\.46 +-$/m);
  });

  it("prints break-even, sensitivity, the sentence, the prices with source, date and confidence, and what is left out", () => {
    const { stdout } = run();

    expect(stdout).to.match(/^ {2}50,000 \(as given\) +410,000 \(140,000 to 1,100,000\) +200,000 \(66,000 to 530,000\)$/m);
    expect(stdout.match(/^ {2}50,000 /gm)).to.have.lengthOf(1);
    expect(stdout).to.match(/^ {2}plus: \(0\.0156 \+ [\d.]+\) \/ \(0\.1 x [\d.e-]+\) = 410,000$/m);
    expect(stdout).to.match(/^ {4}about +\+780 \(\+779 to \+780\) +\+380 \(\+379 to \+380\) +-$/m);
    expect(stdout).to.match(/^ {2}users +25,000 users: 417\.45 +100,000 users: 1,504\.70 +swing 1,087\.25$/m);
    expect(stdout).to.match(/^With 50,000 users a month and 300 requests of each/m);
    expect(stdout).to.match(/Lambda requests: reported \(free tier documented\), read 2026-03-08 \(257 days ago\), https:/);
    expect(stdout).to.match(/authorizerMs 20 ms: assumed, not measured here/);
    expect(stdout).to.match(/^Left out$/m);
  });

  it("keeps the variants of any number of strategies apart, in separate columns", () => {
    const [scopes, authorizer] = [accessTokenScopes, idTokenLambdaAuthorizer];
    const strategies = [scopes, authorizer, { ...scopes, name: "access-token-scopes-under-another-name" }];

    const { stdout } = runCostCommand([], { today: TODAY, isColored: false, strategies });

    expect(stdout).to.match(
      /^Paid by one strategy only( +access-token-scopes){2} +id-token-lambda-authorizer( {2}access-token-scopes-under-another-name){2}$/m,
    );
    expect(stdout).to.match(/^ +plus +essentials +lite +plus +essentials$/m);
    expect(stdout).to.match(/^ {2}more than the authorizer +\+779\.90 +\+379\.90 +- +\+779\.90 +\+379\.90$/m);
    expect(stdout).to.match(
      /^ {2}users +plus \(access-token-scopes\) against lite .* {2}essentials \(access-token-scopes-under-another-name\) against lite$/m,
    );
    expect(stdout).to.include("the scopes cost no more than the authorizer");
  });

  it("compares nothing for a single variant, and prints its costs", () => {
    const { stdout } = runCostCommand([], { today: TODAY, isColored: false, strategies: [idTokenLambdaAuthorizer] });

    expect(stdout)
      .to.match(/^ {2}sum +220\.30$/m)
      .and.not.include("Break-even")
      .and.not.include("more than the");
  });

  it("says beside the break-even whose durations it uses, unless they are given", () => {
    const durations = ["--authorizer-ms", "7", "--trigger-ms", "3", "--pets-ms", "9"];

    expect(run().stdout).to.match(
      /^Durations are assumed here \(authorizerMs 20 ms, triggerMs 10 ms, petsMs 30 ms\)\. npm run compare measures them/m,
    );
    expect(run(...durations).stdout).not.to.include("Durations are assumed");
  });

  it("prints one break-even row for each number of users, even if the given number is among the usual ones", () => {
    for (const users of ["1000", "50000", "10000000", "777"]) {
      const { stdout } = run("--users", users);
      const table = stdout.slice(stdout.indexOf("Break-even:"), stdout.indexOf("  = (premium"));
      const counts = [...table.matchAll(/^ {2}([\d,]+)(?: \(as given\))? {2,}/gm)].map(([, count]) => count);

      expect(counts[0]?.replaceAll(",", "")).to.equal(users);
      expect(counts).to.have.lengthOf(users === "777" ? 9 : 8);
      expect(new Set(counts).size, users).to.equal(counts.length);
    }
  });

  it("names defaults only if they are used", () => {
    expect(run("--authorizer-ms", "7").stdout).not.to.include("authorizerMs 20 ms");
  });

  it("warns in amber with colours, and with a mark without", () => {
    const colored = runCostCommand([], { today: TODAY, isColored: true, strategies: priced }).stdout;

    expect(colored).to.include("\x1b[33m! prices read more than 90 days ago");
    expect(run().stdout).to.include("! prices read more than 90 days ago").and.not.include("\x1b");
  });

  it("prints JSON with the old prices' published figures", () => {
    const { stdout } = run("--users", "50000", "--prices", "before-2024-11", "--json");

    const { prices, inputs, variants } = output.parse(JSON.parse(stdout));

    expect(prices).to.deep.equal({ id: "before-2024-11", readOn: "2022-04-30" });
    expect(inputs.users).to.equal(50_000);
    expect(variants.map(({ strategy, variant }) => [strategy, variant])).to.deep.equal([
      ["access-token-scopes", "advanced-security"],
      ["id-token-lambda-authorizer", "base"],
    ]);
    expect(variants.map((variant) => variant.items.slice(0, 2).map(({ usdPerMonth }) => usdPerMonth))).to.deep.equal([
      [0, 2_500],
      [0, 0],
    ]);
  });

  it("prints faults on stderr only, and fails", () => {
    const { status, stdout, stderr } = run("--users", "x");

    expect([status, stdout]).to.deep.equal([1, ""]);
    expect(stderr).to.include('--users is "x"').and.include("npm run cost -- --help");
  });

  it("prints the flags for --help", () => {
    for (const help of ["--help", "-h"]) expect(run(help)).to.include({ status: 0, stderr: "" });
    expect(run("--help").stdout).to.include("--cache-hit-rate");
  });

  it("fits its columns into 140 characters", () => {
    const table = run().stdout.split("\nWith ")[0]?.split("\n") ?? [];

    expect(Math.max(...table.filter((line) => line.startsWith("  ")).map((line) => line.length))).to.be.lessThan(140);
  });
});

describe("cost document", () => {
  const text = readDocument("cost");

  it("matches the model; npm run results updates it", () => {
    expect(replaceResults(text, "cost", renderCostResults(Object.values(strategies)))).to.equal(text);
  });

  it("has working examples", () => {
    const examples = [...text.matchAll(/^npm run (?:--silent )?cost -- ([^#|\n]+)/gm)].map(([, args = ""]) =>
      args.trim().split(" "),
    );

    expect(examples).to.have.lengthOf(4);
    for (const args of examples) expect(run(...args).status, args.join(" ")).to.equal(0);
  });
});
