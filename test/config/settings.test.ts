import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { quoted, settingKeys } from "../../config/setting-keys";
import { parseSettings, type Settings, SettingsError } from "../../config/settings";
import { describeFault, pulumiCommand, type SettingsFault } from "../../config/settings-fault";
import { strategies } from "../../strategies";

const read = (config: Readonly<Record<string, string>>): Settings =>
  parseSettings(Object.fromEntries(Object.entries(config).map(([key, text]) => [`pets:${key}`, text])), strategies);

function faultsOf(config: Readonly<Record<string, string>>): readonly SettingsFault[] {
  try {
    read(config);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}
const keysOf = (config: Readonly<Record<string, string>>) => faultsOf(config).map(({ key }) => key);
const messageOf = (config: Readonly<Record<string, string>>) =>
  faultsOf(config)
    .map((fault) => describeFault(fault, pulumiCommand))
    .join("\n");

describe("parseSettings", () => {
  it("defaults the scopes strategy to the plus plan with advanced security enforced", () => {
    expect(read({})).to.include({ strategy: "access-token-scopes", userPoolPlan: "plus", advancedSecurity: "enforced" });
  });

  it("defaults the Lambda authorizer strategy to the lite plan without advanced security", () => {
    expect(read({ strategy: "id-token-lambda-authorizer" })).to.include({ userPoolPlan: "lite", advancedSecurity: "off" });
  });

  it("accepts essentials without advanced security as the cheaper plan with scopes", () => {
    const settings = read({ userPoolPlan: "essentials", advancedSecurity: "off" });

    expect(settings).to.include({ userPoolPlan: "essentials", advancedSecurity: "off" });
  });

  it("accepts auto only for settings that the strategy decides", () => {
    expect(read({ userPoolPlan: "auto", advancedSecurity: "auto" })).to.include({
      userPoolPlan: "plus",
      advancedSecurity: "enforced",
    });
    expect(keysOf({ xray: "auto", apiLogging: "auto", functionMemoryMb: "auto" })).to.have.members([
      "xray",
      "apiLogging",
      "functionMemoryMb",
    ]);
  });

  it("explains a misspelt strategy: key, value, accepted values and fix", () => {
    const { "access-token-scopes": scopes, "id-token-lambda-authorizer": authorizer } = strategies;
    const two = { "access-token-scopes": scopes, "id-token-lambda-authorizer": authorizer };

    expect(() => parseSettings({ "pets:strategy": "acces-token-scopes" }, two)).to.throw(
      'config key "pets:strategy" is "acces-token-scopes"; expected "access-token-scopes" or "id-token-lambda-authorizer". ' +
        "Set it with: pulumi config set strategy access-token-scopes",
    );
    expect(keysOf({ strategy: "constructor" })).to.deep.equal(["strategy"]);
  });

  it("reports every fault at once", () => {
    const faults = keysOf({
      strategy: "none",
      autorizerCacheTtlSeconds: "300",
      authorizerCacheTtlSeconds: "3601",
      logRetentionDays: "10",
      xray: "yes",
      corsOrigins: '["https://app.example.com/"]',
    });

    expect(faults).to.have.members([
      "strategy",
      "autorizerCacheTtlSeconds",
      "authorizerCacheTtlSeconds",
      "logRetentionDays",
      "xray",
      "corsOrigins",
    ]);
  });

  it("suggests a fix for plans and features that do not go together", () => {
    expect(messageOf({ userPoolPlan: "lite", advancedSecurity: "off" })).to.include(
      '"access-token-scopes" does not support the user pool plan "lite"; expected "auto", "essentials" or "plus". Set it with: ' +
        "pulumi config set userPoolPlan essentials",
    );
    for (const config of [
      { userPoolPlan: "essentials" },
      { userPoolPlan: "essentials", advancedSecurity: "audit" },
      { strategy: "id-token-lambda-authorizer", advancedSecurity: "enforced" },
    ]) {
      expect(keysOf(config)).to.deep.equal(["advancedSecurity"]);
      expect(messageOf(config)).to.include(
        "Either: pulumi config set advancedSecurity off, or: pulumi config set userPoolPlan plus",
      );
    }
  });

  it("lists auto among the plans and modes, and never suggests a plan dearer than needed", () => {
    const scopes: readonly [Readonly<Record<string, string>>, string][] = [
      [
        {},
        "Either: pulumi config set userPoolPlan essentials && pulumi config set advancedSecurity off, or: pulumi config set userPoolPlan auto",
      ],
      [{ advancedSecurity: "off" }, "Set it with: pulumi config set userPoolPlan essentials"],
      [{ advancedSecurity: "audit" }, "Set it with: pulumi config set userPoolPlan plus"],
    ];
    for (const [config, fix] of scopes) {
      expect(messageOf({ ...config, userPoolPlan: "pro" })).to.equal(
        `config key "pets:userPoolPlan" is "pro"; expected "auto", "lite", "essentials" or "plus". ${fix}`,
      );
    }
    const authorizer = { strategy: "id-token-lambda-authorizer" };
    expect(messageOf({ ...authorizer, userPoolPlan: "pro" })).to.match(/Set it with: pulumi config set userPoolPlan auto$/);
    expect(messageOf({ ...authorizer, userPoolPlan: "pro", advancedSecurity: "off" })).to.match(/set userPoolPlan lite$/);
    expect(messageOf({ strategy: "x", userPoolPlan: "pro" })).to.match(/set userPoolPlan auto$/);
    expect(messageOf({ advancedSecurity: "on" })).to.equal(
      'config key "pets:advancedSecurity" is "on"; expected "auto", "off", "audit" or "enforced". Set it with: pulumi config set ' +
        "advancedSecurity auto",
    );
    expect(messageOf({ userPoolPlan: "essentials", advancedSecurity: "on" })).to.match(/set advancedSecurity off$/);
  });

  it("suggests only values that it accepts", () => {
    for (const strategy of Object.keys(strategies)) {
      for (const userPoolPlan of [undefined, "auto", "lite", "essentials", "plus", "pro"]) {
        for (const advancedSecurity of [undefined, "auto", "off", "audit", "enforced", "on"]) {
          const config = Object.fromEntries(
            Object.entries({ strategy, userPoolPlan, advancedSecurity }).flatMap(([key, text]) => (text ? [[key, text]] : [])),
          );
          let fixed = config;
          for (const { fixes } of faultsOf(config))
            for (const change of fixes[0] ?? []) if ("to" in change) fixed = { ...fixed, [change.set]: String(change.to) };
          expect(faultsOf(fixed), JSON.stringify({ config, fixed })).to.deep.equal([]);
        }
      }
    }
  });

  it("accepts advanced security on the plus plan for either strategy", () => {
    for (const strategy of Object.keys(strategies)) {
      for (const advancedSecurity of ["audit", "enforced"]) {
        expect(faultsOf({ strategy, advancedSecurity, userPoolPlan: "plus" })).to.deep.equal([]);
      }
    }
  });

  it("rejects refresh tokens that do not outlive the tokens they renew", () => {
    expect(keysOf({ refreshTokenValidityDays: "1", idTokenValidityMinutes: "1440" })).to.deep.equal(["refreshTokenValidityDays"]);
    expect(keysOf({ refreshTokenValidityDays: "1", idTokenValidityMinutes: "1439" })).to.deep.equal([]);
  });

  const bounds: readonly [string, number, number][] = [
    ["authorizerCacheTtlSeconds", 0, 3600],
    ["accessTokenValidityMinutes", 5, 1440],
    ["idTokenValidityMinutes", 5, 1440],
    ["refreshTokenValidityDays", 1, 3650],
    ["functionMemoryMb", 128, 10240],
    ["throttleRatePerSecond", 1, 10000],
    ["throttleBurst", 1, 5000],
  ];
  for (const [key, min, max] of bounds) {
    it(`accepts ${key} from ${min} to ${max} only`, () => {
      const more = { refreshTokenValidityDays: "30" };
      for (const good of [min, max]) expect(faultsOf({ ...more, [key]: `${good}` })).to.deep.equal([]);
      for (const bad of [`${min - 1}`, `${max + 1}`, `${min}.5`, `${max}x`, "", " ", "-0", "1e3", "NaN", "0x10"]) {
        expect(keysOf({ ...more, [key]: bad }), bad).to.deep.equal([key]);
      }
      expect(messageOf({ ...more, [key]: "x" }))
        .to.include(`from ${min} to ${max}`)
        .and.include(`pulumi config set ${key} `);
    });
  }

  it("accepts a list of origins, or any origin", () => {
    expect(read({ corsOrigins: '["https://a.example","http://localhost:5173"]' }).corsOrigins).to.have.lengthOf(2);
    expect(read({ corsOrigins: '["*"]' }).corsOrigins).to.deep.equal(["*"]);
    for (const bad of [
      "*",
      "[]",
      "[1]",
      '["*","https://a.example"]',
      '["ftp://a"]',
      '["https://u@a.example"]',
      '{"0":"*"}',
      '["a b"]',
    ]) {
      expect(keysOf({ corsOrigins: bad }), bad).to.deep.equal(["corsOrigins"]);
    }
  });

  it("accepts extra request headers besides those that every client needs", () => {
    expect(read({}).corsAllowHeaders).to.include.members(["Authorization", "Content-Type", "traceparent", "sentry-trace"]);
    expect(read({ corsAllowHeaders: '["content-type","X-Tenant","authorization"]' }).corsAllowHeaders).to.have.lengthOf(3);
    for (const bad of [
      '["X-Tenant"]',
      '["Authorization","X-Tenant"]',
      '["*"]',
      '["*","Authorization","Content-Type"]',
      '["Authorization","Content-Type","a b"]',
      `["Authorization","Content-Type","it's"]`,
      '["Authorization","Content-Type","authorization"]',
      '["Authorization","Content-Type",1]',
      "Authorization,Content-Type",
    ]) {
      expect(keysOf({ corsAllowHeaders: bad }), bad).to.deep.equal(["corsAllowHeaders"]);
    }
    expect(messageOf({ corsAllowHeaders: "[]" })).to.include(
      `expected a list of distinct header names that includes "Authorization" and "Content-Type". ` +
        "Remove it with: pulumi config rm corsAllowHeaders",
    );
  });

  it("accepts another strategy, or none, as the standby", () => {
    const strategy = "id-token-lambda-authorizer";
    const others = Object.keys(strategies).filter((name) => name !== strategy);

    expect(read({}).standbyStrategy).to.equal(undefined);
    expect(read({ standbyStrategy: "none" }).standbyStrategy).to.equal(undefined);
    expect(read({ standbyStrategy: strategy }).standbyStrategy).to.equal(strategy);
    for (const bad of ["access-token-scopes", "another", "", "constructor"])
      expect(keysOf({ standbyStrategy: bad }), bad).to.deep.equal(["standbyStrategy"]);
    expect(messageOf({ strategy, standbyStrategy: strategy })).to.equal(
      `config key "pets:standbyStrategy" is "${strategy}"; expected ${quoted(["none", ...others])}. Set it with: pulumi config set ` +
        "standbyStrategy none",
    );
  });

  it("gives the pool what both the current and the standby strategy need", () => {
    const two = { strategy: "id-token-lambda-authorizer", standbyStrategy: "access-token-scopes" };

    expect(read(two)).to.include({ userPoolPlan: "plus", advancedSecurity: "enforced" });
    expect(read({ ...two, userPoolPlan: "essentials", advancedSecurity: "off" }).userPoolPlan).to.equal("essentials");
    expect(messageOf({ ...two, userPoolPlan: "lite", advancedSecurity: "off" })).to.include(
      '"id-token-lambda-authorizer" with "access-token-scopes" does not support the user pool plan "lite"; expected "auto", "essentials" or "plus"',
    );
  });

  it("accepts an emulator's addresses without a trailing slash", () => {
    expect(read({ cognitoEndpoint: "http://localhost:4566" }).cognitoEndpoint).to.equal("http://localhost:4566");
    expect(keysOf({ cognitoEndpoint: "http://localhost:4566/" })).to.deep.equal(["cognitoEndpoint"]);
    expect(keysOf({ cognitoEndpoint: "localhost:4566" })).to.deep.equal(["cognitoEndpoint"]);
    expect(read({ apiEndpoint: "http://{apiId}.execute-api.localhost:4566" }).apiEndpoint).to.include("{apiId}");
    expect(keysOf({ apiEndpoint: "http://localhost:4566" })).to.deep.equal(["apiEndpoint"]);
  });

  it("ignores other namespaces", () => {
    expect(() => parseSettings({ "aws:region": "us-east-1", "other:strategy": "x" }, strategies)).not.to.throw();
    expect(() => parseSettings({ "other:strategy": "x" }, strategies, "other")).to.throw(
      SettingsError,
      'config key "other:strategy"',
    );
  });

  it("either returns or throws a SettingsError that names the key, for any text", () => {
    const key = fc.constantFrom(...settingKeys.map(({ name }) => name));
    fc.assert(
      fc.property(key, fc.string(), (name, given) => {
        const faults = faultsOf({ [name]: given });
        for (const fault of faults) expect(fault.problem).to.include(`pets:${name}`);
      }),
    );
  });
});

describe("Pulumi.yaml", () => {
  it("declares the same keys, types and defaults as the settings, each with a description", () => {
    const { config } = parse(readFileSync(join(__dirname, "../../Pulumi.yaml"), "utf8"));

    const declared = Object.entries<{ type: string; default: unknown; description: string }>(config);
    const [first] = Object.keys(strategies);
    const expected = settingKeys.map((key) => ({ default: first, ...key }));
    expect(declared.map(([name, key]) => ({ name, type: key.type, default: key.default }))).to.have.deep.members(expected);
    for (const [name, { description }] of declared) expect(description, name).to.match(/^[A-Z].{20,}/);
  });

  for (const stack of ["dev", "emulator"]) {
    it(`has a stack "${stack}" whose config is valid for either strategy, without protection`, () => {
      const { config } = parse(readFileSync(join(__dirname, `../../Pulumi.${stack}.yaml`), "utf8"));
      const texts = Object.fromEntries(Object.entries(config).map(([key, value]) => [key, String(value)]));

      for (const strategy of Object.keys(strategies)) {
        expect(parseSettings({ ...texts, "pets:strategy": strategy }, strategies).protect).to.equal(false);
      }
      expect(texts["aws:region"]).to.equal("us-east-1");
    });
  }
});
