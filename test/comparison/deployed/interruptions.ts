import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ListUsersCommand } from "@aws-sdk/client-cognito-identity-provider";
import type { Clients } from "../../../comparison/deployed/clients";
import type { Checks } from "../../emulator/checks";
import { type Inventory, listNames, takeInventory } from "../../emulator/inventory";

const ROOT = join(__dirname, "..", "..", "..");
/** For the emulator to reach the point at which a comparison is interrupted. */
const REACH_LIMIT_MS = 300_000;
const LOOK_EVERY_MS = 500;
/** Between the two signals that Ctrl-C sends: the terminal's, and npm's. */
const SECOND_SIGNAL_MS = 50;

/** The common prefix of the names of all compared stacks. */
export const STACKS = "compare-";

/** Where a comparison is interrupted. */
interface Point {
  readonly name: string;
  readonly isReached: (found: Inventory, clients: Clients) => Promise<boolean>;
}

const deploying: Point = {
  name: "while it deploys",
  isReached: async ({ roles }) => roles.length > 0,
};
const asking: Point = {
  name: "while it asks",
  isReached: async ({ userPoolIds }, { cognito }) => {
    const list = (UserPoolId: string) => cognito.send(new ListUsersCommand({ UserPoolId, Limit: 1 }));
    return (await Promise.all(userPoolIds.map(list))).some(({ Users = [] }) => Users.length > 0);
  },
};

/** Interrupts comparisons as a terminal does, and checks that nothing is left, or, with stacks kept, only what the commands remove. */
export async function checkInterruptions(checks: Checks, clients: Clients, stop: AbortSignal): Promise<void> {
  const listLeftovers = () => listNames(clients, STACKS);
  for (const point of [deploying, asking]) {
    const { code, stderr } = await interrupt(point, [], clients, stop);
    checks.equal(`Ctrl-C ${point.name}: it says so and nothing else, and fails`, [code, stderr], [1, "stopped by SIGINT"]);
    checks.equal(`Ctrl-C ${point.name}: nothing is left`, await listLeftovers(), []);
  }

  const { code, stderr } = await interrupt(asking, ["--keep"], clients, stop);
  const commands = [...stderr.matchAll(/^kept: .+?: (.+)$/gm)].map(([, command = ""]) => command);
  checks.equal("--keep: Ctrl-C ends the run", [code, stderr.endsWith("stopped by SIGINT")], [1, true]);
  checks.equal("--keep: the stacks are there", (await takeInventory(clients, STACKS)).apis.length, 2);
  checks.equal("--keep: a command for each stack, and one for their folder", commands.length, 3);
  for (const command of commands) {
    const { status } = spawnSync("sh", ["-c", command], { cwd: "/", stdio: "ignore" });
    checks.equal(`--keep: ${command.replace(/^.*(pulumi destroy|rm -r).*$/, "$1")} works`, status, 0);
  }
  checks.equal("--keep: after the commands nothing is left", await listLeftovers(), []);
}

async function interrupt(point: Point, args: readonly string[], clients: Clients, stop: AbortSignal) {
  const out = ["--out", join(process.env.TMPDIR ?? "", "report")];
  // In its own process group: a terminal's Ctrl-C reaches everything in it, including the CLI.
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--require", "ts-node/register", "comparison/compare.ts", "--target", "emulator", ...out, ...args],
    { cwd: ROOT, detached: true, stdio: ["ignore", "ignore", "pipe"] },
  );
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close");
  const reaching = new AbortController();
  const isReached = await Promise.race([
    ended.then(() => false),
    reach(point, clients, AbortSignal.any([stop, reaching.signal, AbortSignal.timeout(REACH_LIMIT_MS)])),
  ]);
  reaching.abort();
  if (!isReached) throw new Error(`the comparison ended before it was interrupted: ${stderr}`);
  signalGroup(child);
  await sleep(SECOND_SIGNAL_MS);
  child.kill("SIGINT");
  await ended;
  return { code: child.exitCode, stderr: stderr.trim() };
}

function signalGroup({ pid }: ChildProcess): void {
  if (pid === undefined) throw new Error("the comparison was not started");
  process.kill(-pid, "SIGINT");
}

async function reach({ isReached }: Point, clients: Clients, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    if (await isReached(await takeInventory(clients, STACKS), clients)) return true;
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}
