import { spawn } from "node:child_process";
import { z } from "zod";
import { errorLines } from "../comparison/deployed/stack";
import { RecoveryError } from "./errors";

/** The CLI's view of one stack. */
export interface StackCommands {
  /** @throws RecoveryError if the stack does not exist, or none is selected */
  readName(): Promise<string>;
  /** The state as stored by the backend, secrets encrypted. */
  exportState(): Promise<string>;
  /** @throws RecoveryError while an update is running, or if one ended without unlocking the stack */
  importState(text: string): Promise<void>;
  /** The configuration by full key, without secrets. */
  readConfiguration(): Promise<Readonly<Record<string, string>>>;
}

/** Source: pulumi/pkg/v3 3.250.0, backend/diy/lock.go; Pulumi Cloud answers with a conflict. Read 2026-11. */
const LOCKED = /currently locked|update is currently in progress|\b409\b/;

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

/** Runs `pulumi` in a folder with a Pulumi.yaml. @param stackName defaults to the selected stack */
export function createStackCommands(folder: string, stackName?: string): StackCommands {
  const ask = (args: readonly string[], input = "") =>
    run(
      folder,
      [...args, ...(stackName === undefined ? [] : ["--stack", stackName]), "--non-interactive", "--color", "never"],
      input,
    );
  return {
    readName: async () => (await ask(["stack", "--show-name"])).trim(),
    exportState: () => ask(["stack", "export"]),
    importState: async (text) => {
      await ask(["stack", "import"], text).catch((error: unknown) => {
        if (!LOCKED.test(String(error))) throw error;
        throw new RecoveryError(
          "STACK_LOCKED",
          "the stack is locked, nothing was deleted: an update is running or was killed. If it was killed, run pulumi cancel first",
        );
      });
    },
    readConfiguration: async () => {
      const values = Object.entries(configuration.parse(JSON.parse(await ask(["config", "--json"]))));
      return Object.fromEntries(values.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])));
    },
  };
}

function run(folder: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", args, { cwd: folder, env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" } });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        output[name] += text;
      });
    }
    child.on("error", (cause) =>
      reject(new RecoveryError("CLI_MISSING", `pulumi not found on the PATH (${cause.message}); see pulumi.com/docs/install`)),
    );
    child.on("close", (code) => {
      if (code === 0) return resolve(output.stdout);
      const lines = errorLines(output.stderr);
      reject(new RecoveryError("CLI_FAILED", `pulumi ${args.slice(0, 2).join(" ")} failed\n  ${lines.join("\n  ")}`));
    });
    // A CLI that exits before reading all of its input reports why itself.
    child.stdin.on("error", () => undefined).end(input);
  });
}
