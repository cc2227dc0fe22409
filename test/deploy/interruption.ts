import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { NOTICE, runOperation } from "../../comparison/deployed/operation";
import type { Gate } from "./gate";
import { PATIENCE } from "./stack";

/** How an update ends that does not end by itself: by one Ctrl-C it waits for what is under way, by two or killed it forgets that. */
type Manner = "Ctrl-C" | "Ctrl-C twice" | "kill -9";

/** The moment at which an operation of the CLI is interrupted: AWS has done all of this, and the CLI was told of none. */
export interface Moment {
  readonly manner: Manner;
  readonly operations: readonly RegExp[];
}

interface Options {
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Interrupts an operation of the Automation API. What asks AWS for it goes on by itself, until nobody hears its answers any more. */
export async function interrupt(
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
  // By then most of what else there was to do is done and recorded, and no state is half written.
  await gate.settle(operations.length);
  const started = listDescendants(process.pid);
  const cli = started.find(({ command }) => command === "pulumi");
  if (cli === undefined) throw new Error("error: there is no CLI to interrupt");
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
}

function listDescendants(root: number): readonly Process[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="], { encoding: "utf8" }).split("\n");
  const all = lines.map((line): Process => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(" ").split("/").at(-1) ?? "" };
  });
  const below = (parent: number): Process[] =>
    all.filter((process) => process.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(root).filter(({ command }) => command !== "ps");
}
