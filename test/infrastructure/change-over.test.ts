import { expect } from "chai";
import type { Recording } from "../../local/record";
import { inputOf, recordStrategy, strategyNames } from "../support/programs";

describe("standby strategy", () => {
  const other = (strategy: string) => strategyNames.find((name) => name !== strategy) ?? "";

  for (const strategy of strategyNames) {
    it(`has all of its own resources beside ${strategy}, which protects each method`, async () => {
      const standbyStrategy = other(strategy);
      const recording = await recordStrategy(strategy, { config: { standbyStrategy } });
      const namesOf = ({ resources }: Recording, part: string) =>
        resources.filter(({ name }) => name.includes(part)).map(({ type, name }) => `${type} ${name}`);

      expect(namesOf(recording, standbyStrategy)).to.have.members(
        namesOf(await recordStrategy(standbyStrategy), standbyStrategy),
      );
      const inForce = recording.one("aws:apigateway/authorizer:Authorizer", strategy).id;
      for (const { inputs } of recording.ofType("aws:apigateway/method:Method"))
        if (inputs.authorization !== "NONE") expect(inputs.authorizerId).to.equal(inForce);
      expect(recording.outputs).to.include({ strategy, standbyStrategy });
      expect(recording.outputs.changeOver).to.include.keys("tokens", "clients", "before", "next", "finish");
    });

    it(`changes nothing in the API that ${strategy} protects`, async () => {
      const hashOf = ({ resources }: Recording) =>
        resources.find(({ type }) => type === "aws:apigateway/deployment:Deployment")?.inputs.triggers;

      expect(hashOf(await recordStrategy(strategy, { config: { standbyStrategy: other(strategy) } }))).to.deep.equal(
        hashOf(await recordStrategy(strategy)),
      );
    });

    it(`gives the pool the one trigger and the plan that both it and ${strategy} need`, async () => {
      const { inputs } = (await recordStrategy(strategy, { config: { standbyStrategy: other(strategy) } })).one(
        "aws:cognito/userPool:UserPool",
      );

      expect(inputs.userPoolTier).to.equal("PLUS");
      expect(inputOf(inputs, "lambdaConfig", "preTokenGenerationConfig", "lambdaVersion")).to.equal("V2_0");
    });
  }

  it("grants the pool permission to call the trigger before setting it, so that no sign-in fails meanwhile", async () => {
    const recording = await recordStrategy("access-token-scopes");
    const { options } = recording.one("aws:cognito/userPool:UserPool");

    const waitedFor = Array.isArray(options.dependsOn) ? options.dependsOn.length : 0;
    expect(waitedFor).to.equal(1);
  });

  it("is the only way between strategies: a change in one step is rejected before anything is created", async () => {
    const [a = "", b = ""] = strategyNames;
    const change = (outputsBefore: Readonly<Record<string, string>>, config: Readonly<Record<string, string>> = {}) =>
      recordStrategy(b, { outputsBefore, config }).then(
        () => "deployed",
        (error: unknown) => String(error),
      );

    expect(await change({ strategy: a, standbyStrategy: "none" })).to.match(/in one step, which can lock users out/);
    // As left by an earlier version of this program.
    expect(await change({ strategy: a })).to.match(/in one step, which can lock users out/);
    expect(await change({ strategy: a, standbyStrategy: b })).to.match(/in one step, which can lock users out/);
    expect(await change({ strategy: a, standbyStrategy: b }, { standbyStrategy: a })).to.equal("deployed");
    expect(await change({ strategy: b })).to.equal("deployed");
  });
});
