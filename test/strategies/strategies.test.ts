import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { AccessControl } from "../../config/access-rules";
import { strategies } from "../../strategies";
import type { Strategy } from "../../strategies/strategy";
import { exampleClaims } from "../support/example-claims";
import { recordStrategy } from "../support/programs";
import { describeConformance } from "./conformance";
import { createEngineTarget } from "./engine-target";
import { createRecordedGateway } from "./recorded-gateway";

const ROOT = join(__dirname, "../..");
const registered: Readonly<Record<string, Strategy>> = strategies;
const everything = {
  claims: exampleClaims,
  config: { userPoolPlan: "essentials", advancedSecurity: "off", userDirectory: "table", permissionMap: "parameter" },
};
const TARGETS = [
  {
    where: "in the code and the settings that it would deploy",
    createTarget: async (name: string) => createRecordedGateway(await recordStrategy(name)),
  },
  { where: "over HTTP on the local engine", createTarget: (name: string) => createEngineTarget(name) },
  {
    where: "over HTTP on the local engine, with claims, a directory and a permission map in a parameter",
    createTarget: (name: string) => createEngineTarget(name, everything),
    hasTenants: true,
  },
];
for (const strategy of Object.values(registered)) {
  for (const target of TARGETS) describeConformance(strategy, target);
}

describe("strategies", () => {
  it("have the same name in the registry, as a folder and as their own property", () => {
    for (const [name, strategy] of Object.entries(registered)) {
      expect(strategy.name).to.equal(name);
      expect(existsSync(join(ROOT, "strategies", name, "index.ts")), name).to.equal(true);
    }
  });

  it("are named in the registry only: by no code outside a strategy's folder", () => {
    const folders = ["comparison", "config", "handlers", "infrastructure", "local", "recovery"];
    const paths = folders.flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" }).map((path) => join(folder, path)),
    );
    for (const path of [...paths.filter((one) => one.endsWith(".ts")), "index.ts"]) {
      const text = readFileSync(join(ROOT, path), "utf8");
      for (const name of Object.keys(registered)) expect(text, path).not.to.match(new RegExp(`["'\`/]${name}["'\`/]`));
    }
  });

  it("have needs that can be met", () => {
    for (const { userPool } of Object.values(registered)) {
      expect(userPool.plans).to.include(userPool.defaultPlan);
      if (userPool.defaultAdvancedSecurity !== "off") expect(userPool.defaultPlan).to.equal("plus");
    }
  });

  it("cite a page and a date for every clause of their contracts, or say why it is assumed", () => {
    for (const { name, contract } of Object.values(registered)) {
      const { cache, failure, outstanding, ...clauses } = contract;
      const { at: _at, ...failures } = failure;
      const sources = [...Object.values(clauses), ...Object.values(failures)].map(({ source }) => source);
      for (const { confidence, text } of [...sources, outstanding, ...Object.values(cache ?? {})]) {
        if (confidence !== "assumed") expect(text, name).to.match(/, read 20\d\d-\d\d|; the text is reported$/);
        expect(text, name).not.to.equal("");
      }
    }
  });
});

describe("table that only some strategies support", () => {
  const read = { scope: "read", description: "Read" };
  /** IAM's wildcard would let a reader of a pet and its x also write its visits. */
  const table: AccessControl = {
    resourceServer: "clinic",
    permissions: { Read: read, Write: { scope: "write", description: "Write" } },
    groups: {},
    routes: [
      { method: "GET", path: "/pets/{id}", permission: "Read" },
      { method: "GET", path: "/pets/{id}/visits", permission: "Write" },
      { method: "GET", path: "/pets/{id}/x/visits", permission: "Read" },
    ],
  };
  const outcomeOf = (strategy: string, config = {}, given = table) =>
    recordStrategy(strategy, { config }, given).then(
      () => "accepted",
      (error: unknown) => String(error),
    );
  const OVERLAP = "GET /pets/{id}, GET /pets/{id}/visits and GET /pets/{id}/x/visits overlap as ARN patterns";

  it("is accepted by a strategy without an IAM policy, and refused by one with it, even as a standby", async () => {
    const standby = { standbyStrategy: "id-token-lambda-authorizer" };

    expect(await outcomeOf("access-token-scopes")).to.equal("accepted");
    expect(await outcomeOf("id-token-lambda-authorizer")).to.include(OVERLAP);
    expect(await outcomeOf("access-token-scopes", standby)).to.include(OVERLAP);
  });

  it("is refused with the strategy's faults and its own at once", async () => {
    const [, ...others] = table.routes;
    const renamed: AccessControl = {
      ...table,
      routes: [...others, { method: "GET", path: "/pets/{petId}", permission: "Read" }],
    };

    const outcome = await outcomeOf("id-token-lambda-authorizer", {}, renamed);

    expect(outcome)
      .to.include("has 2 fault(s)")
      .and.include("/pets has two parameter names, {id} and {petId}")
      .and.include("overlap");
  });
});
