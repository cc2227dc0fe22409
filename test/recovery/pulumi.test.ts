import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createStackCommands, type StackCommands } from "../../recovery/pulumi";

/** Puts a CLI on the PATH that runs a script, and records its arguments. */
async function withCli(script: string, use: (commands: StackCommands) => Promise<unknown>, stackName?: string) {
  const folder = mkdtempSync(join(tmpdir(), "pets-cli-"));
  const file = join(folder, "pulumi");
  writeFileSync(file, `#!/bin/sh\necho "$@" >> ${folder}/asked\n${script}\n`);
  chmodSync(file, 0o755);
  const { PATH } = process.env;
  process.env.PATH = `${folder}:${PATH}`;
  try {
    const result = await use(createStackCommands(folder, stackName)).catch(String);
    return { result, asked: readFileSync(join(folder, "asked"), "utf8") };
  } finally {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  }
}

describe("createStackCommands", () => {
  it("uses the selected stack or the named one", async () => {
    const selected = await withCli("echo dev", (commands) => commands.readName());
    expect(selected).to.deep.equal({ result: "dev", asked: "stack --show-name --non-interactive --color never\n" });

    const named = await withCli("echo {}", (commands) => commands.exportState(), "prod");
    expect(named).to.deep.equal({ result: "{}\n", asked: "stack export --stack prod --non-interactive --color never\n" });
  });

  it("passes a state to the CLI through stdin, so that it is in no file", async () => {
    const { result, asked } = await withCli("cat >&2; exit 1", (commands) => commands.importState("error: state"));

    expect(asked).to.include("stack import");
    expect(result).to.include("pulumi stack import failed").and.include("error: state");
  });

  it("reads the config without its secrets", async () => {
    const json = '{"aws:region":{"value":"us-east-1","secret":false},"aws:secretKey":{"secret":true}}';
    const { result } = await withCli(`echo '${json}'`, (commands) => commands.readConfiguration());

    expect(result).to.deep.equal({ "aws:region": "us-east-1" });
  });

  it("says what to do about a locked stack", async () => {
    for (const message of [
      "error: could not import deployment: the stack is currently locked by 1 lock(s).",
      "error: could not import deployment: [409] Conflict: Another update is currently in progress.",
    ]) {
      const { result } = await withCli(`cat > /dev/null; echo '${message}' >&2; exit 255`, (commands) =>
        commands.importState("{}"),
      );
      expect(result).to.include("the stack is locked, nothing was deleted").and.include("run pulumi cancel first");
    }
  });

  it("passes on the CLI's message for a missing stack", async () => {
    const { result } = await withCli("echo \"error: no stack named 'x' found\" >&2; exit 255", (c) => c.readName(), "x");

    expect(result).to.include("error: no stack named 'x' found");
  });

  it("says where to get a missing CLI", async () => {
    const { PATH } = process.env;
    process.env.PATH = "/nowhere";
    try {
      const error = await createStackCommands(tmpdir()).readName().catch(String);
      expect(error).to.include("pulumi not found on the PATH").and.include("pulumi.com/docs/install");
    } finally {
      process.env.PATH = PATH;
    }
  });
});
