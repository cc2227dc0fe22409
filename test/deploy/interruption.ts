import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { NOTICE, runOperation } from "../../comparison/deployed/operation";
import { PATIENCE } from "../emulator/stack";
import type { Gate } from "./gate";

/** How an update ends early: after one Ctrl-C it waits for what is in progress, after two or a kill it forgets that. */
type Manner = "Ctrl-C" | "Ctrl-C twice" | "kill -9";

/** The moment at which an operation of the CLI is interrupted: AWS has completed all of these, and the CLI has heard of none. */
export interface Moment {
  readonly manner: Manner;
  readonly operations: readonly RegExp[];
}

interface Options {
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Interrupts an operation of the Automation API on a stack. Its calls to AWS continue until nobody receives their responses any more. */
export async function interrupt(
  stackName: string,
  gate: Gate,
  { manner, operations }: Moment,
  stop: AbortSignal,
  operate: (options: Options) => Promise<unknown>,
): Promise<void> {
  const kept = gate.keep(operations);
  let printed = "";
  const what = `what is interrupted at ${operations.join(", ")}`;
  const ended = runOperation({ ...PATIENCE, what, stop }, ({ signal, onOutput }) =>
    operate({
      signal,
      onOutput: (text) => {
        printed += text;
        onOutput(text);
      },
    }),
  ).then(
    () => "it succeeded",
    (error: unknown) => String(error),
  );
  const early = await Promise.race([kept.all, ended]);
  if (early !== undefined) {
    kept.release();
    throw new Error(`error: the operation ended before it was interrupted: ${early}`);
  }
  // By then most of the remaining work is done and recorded, and no state is half written.
  await gate.settle(operations.length);
  const all = listProcesses();
  const cli = all.find(({ command, line }) => command === "pulumi" && line.includes(` --stack ${stackName} `));
  if (cli === undefined) throw new Error("error: there is no CLI to interrupt");
  const started = [cli, ...listDescendants(all, cli.pid)];
  process.kill(cli.pid, manner === "kill -9" ? "SIGKILL" : "SIGINT");
  if (manner !== "kill -9") while (!printed.includes(NOTICE)) await sleep(20);
  if (manner === "Ctrl-C twice") process.kill(cli.pid, "SIGINT");
  if (manner === "Ctrl-C") kept.release();
  await ended;
  kept.release();
  await gate.settle(0);
  for (const { pid } of started) endProcess(pid);
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** Ends with a space. */
  readonly line: string;
}

const listProcesses = (): readonly Process[] =>
  execFileSync("ps", ["-A", "-ww", "-o", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((text): Process => {
      const [pid, parent, command = "", ...args] = text.trim().split(/\s+/);
      const line = [command, ...args, ""].join(" ");
      return { pid: Number(pid), parent: Number(parent), command: command.split("/").at(-1) ?? "", line };
    });

const listDescendants = (all: readonly Process[], parent: number): readonly Process[] =>
  all.filter((process) => process.parent === parent).flatMap((child) => [child, ...listDescendants(all, child.pid)]);
