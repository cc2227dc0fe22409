import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { RecordedResource } from "../../local/record";
import { harmless, identities, isLasting } from "../../recovery/repeated-creates";
import { recordStrategy, strategyNames } from "../support/programs";

/** Everything that the program can create: every strategy with everything on. */
const CONFIG = {
  apiLogging: "on",
  corsOrigins: '["https://a.example","https://b.example"]',
  permissionMap: "parameter",
  protect: "true",
  userDirectory: "table",
  xray: "true",
};

async function recordAll(): Promise<readonly RecordedResource[]> {
  const all: RecordedResource[] = [];
  for (const strategy of strategyNames) {
    for (const advancedSecurity of ["off", "enforced"]) {
      const config = { ...CONFIG, ...(advancedSecurity === "off" ? {} : { userPoolPlan: "plus" }), advancedSecurity };
      all.push(...(await recordStrategy(strategy, { config })).resources);
    }
  }
  return all.filter(({ type }) => type.startsWith("aws:"));
}

describe("effect of a repeated create", () => {
  it("is known for every type that the program creates, once, and for no other", async () => {
    const types = new Set((await recordAll()).map(({ type }) => type));

    expect([...Object.keys(identities), ...Object.keys(harmless)]).to.have.members([...types]);
  });

  it("is identified by inputs that every such resource has, except for names that Pulumi generates before calling AWS", async () => {
    for (const { type, name, inputs } of await recordAll()) {
      if (!isLasting(type)) continue;
      for (const property of identities[type]) {
        if (property !== "name") expect(inputs[property], `${property} of ${type} ${name}`).to.be.a("string").and.not.equal("");
      }
    }
  });

  it("is not a rejection for what is deleted with its parent, because Pulumi generates each name", async () => {
    for (const { type, name, inputs } of await recordAll()) {
      if (harmless[type] !== "goes with its parent") continue;
      expect(inputs, `${type} ${name}`).not.to.have.any.keys("name", "statementId");
    }
  });

  it("is documented as the same", () => {
    const document = readFileSync(join(__dirname, "../../docs/recovery.md"), "utf8");
    const rows = new Map(
      [...document.matchAll(/^\| `(aws:[^`]+)` \|.*\| ([^|]+) \|$/gm)].map(([, type = "", effect = ""]) => [type, effect.trim()]),
    );

    expect([...rows.keys()]).to.have.members([...Object.keys(identities), ...Object.keys(harmless)]);
    for (const [type, effect] of rows) expect(effect, type).to.equal(harmless[type] ?? "removed by `recover`");
  });
});
