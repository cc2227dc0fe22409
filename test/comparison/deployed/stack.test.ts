import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { COMPARED, readEmulatorConfiguration } from "../../../comparison/deployed/configuration";
import { createWorkplace, describeRemoval, errorLines, removeWorkplace } from "../../../comparison/deployed/stack";
import { parseSettings } from "../../../config/settings";
import { strategies } from "../../../strategies";

const ROOT = resolve(__dirname, "..", "..", "..");

describe("createWorkplace", () => {
  it("is a separate folder with the program's project, whose program is this one", async () => {
    const workplace = await createWorkplace(false);

    const project = parse(readFileSync(join(workplace.folder, "Pulumi.yaml"), "utf8"));
    await removeWorkplace(workplace);

    expect(project).to.deep.equal({ ...parse(readFileSync(join(ROOT, "Pulumi.yaml"), "utf8")), main: ROOT });
    expect(existsSync(workplace.folder)).to.equal(false);
  });

  it("keeps the state in the CLI's current backend, or in its own folder, which needs no login", async () => {
    const [shared, own] = [await createWorkplace(false), await createWorkplace(true)];
    for (const workplace of [shared, own]) await removeWorkplace(workplace);

    expect(shared.envVars).not.to.have.any.keys("PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE");
    expect(own.envVars).to.include({ PULUMI_BACKEND_URL: `file://${own.folder}` });
    expect(own.envVars.PULUMI_CONFIG_PASSPHRASE, "of its own, as everybody has one").to.match(/^[0-9a-f]{24}$/);
  });
});

describe("describeRemoval", () => {
  it("is a shell command with everything that the CLI needs", () => {
    const envVars = { PULUMI_SKIP_UPDATE_CHECK: "true", PULUMI_BACKEND_URL: "file:///tmp/it's", PULUMI_CONFIG_PASSPHRASE: "" };

    expect(describeRemoval({ folder: "/tmp/a b", envVars }, "compare-x")).to.equal(
      `PULUMI_BACKEND_URL='file:///tmp/it'\\''s' PULUMI_CONFIG_PASSPHRASE= ` +
        `pulumi destroy --cwd '/tmp/a b' --stack compare-x --yes --remove`,
    );
  });
});

describe("errorLines", () => {
  it("returns each of the CLI's errors once", () => {
    const output = [
      "CommandError: code: -2",
      " +  aws:iam:Role pets creating (0s) error: no permission",
      "    error: no permission",
      "    error: update failed",
      "    error: no permission",
      "   err?: Error: Command failed with exit code 1",
    ];

    expect(errorLines(output.join("\n"))).to.deep.equal(["error: no permission", "error: update failed"]);
  });

  it("returns other lines about an error if the CLI reports none", () => {
    expect(errorLines(new Error("lost\nand found"))).to.deep.equal(["Error: lost"]);
    expect(errorLines("all is well")).to.deep.equal([]);
  });
});

describe("config of compared stacks", () => {
  const settingsOf = (configuration: Readonly<Record<string, string>>) =>
    parseSettings(
      Object.fromEntries(
        Object.entries({ ...configuration, strategy: "access-token-scopes" }).map(([key, text]) => [
          key.includes(":") ? key : `pets:${key}`,
          text,
        ]),
      ),
      strategies,
    );

  it("is valid for the program: five minutes for a token, passwords, and no protection", () => {
    for (const configuration of [COMPARED, { ...readEmulatorConfiguration("http://localhost:9999"), ...COMPARED }]) {
      expect(settingsOf(configuration)).to.include({
        accessTokenValidityMinutes: 5,
        idTokenValidityMinutes: 5,
        allowPasswordAuth: true,
        protect: false,
      });
    }
  });

  it("has an emulator's address in every setting that the stack emulator has", () => {
    const configuration = readEmulatorConfiguration("http://localhost:9999");

    expect(configuration).to.include({ "pets:cognitoEndpoint": "http://localhost:9999", "aws:region": "us-east-1" });
    expect(JSON.stringify(configuration)).to.include("http://localhost:9999").and.not.include("4566");
  });
});
