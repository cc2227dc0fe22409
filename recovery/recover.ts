import { ask, type Conversation, isYes } from "../comparison/conversation";
import { analyse } from "./analysis";
import { RecoveryError } from "./errors";
import { assertLocation, connect, readLocation } from "./location";
import type { StackCommands } from "./pulumi";
import { type Findings, search } from "./search";
import { clearPendingCreates, readState } from "./state";

/**
 * Deletes what a killed update's creates may have left behind and clears these creates from the state, so that the next `pulumi up`
 * can repeat them. The state goes first: a locked stack refuses the change before anything is deleted.
 *
 * @throws RecoveryError if nothing was done, or not everything
 */
export async function recover(commands: StackCommands, conversation: Conversation): Promise<void> {
  const say = (text: string) => conversation.output.write(`${text}\n`);
  const name = await commands.readName();
  const exported = await commands.exportState();
  const state = readState(exported);
  if (state.pendingCreates.length === 0) {
    say(`nothing to recover: the stack ${name} has no interrupted creates`);
    return;
  }
  const location = readLocation(await commands.readConfiguration());
  const clients = connect(location);
  await assertLocation(clients, location, state);
  const findings = await search(clients, analyse(state), state.resources);

  say(`stack ${name} in ${location.region}${location.endpoint === undefined ? "" : ` at ${location.endpoint}`}:`);
  for (const { label } of findings.leftovers) say(`  to be deleted: ${label}`);
  for (const sentence of findings.settled) say(`  nothing to do: ${sentence}`);
  if (findings.faults.length > 0) throw unknown(findings.faults);
  await agree(findings, state.pendingCreates.length, conversation);

  if ((await commands.exportState()) !== exported) {
    throw new RecoveryError("STATE_CHANGED", "the state has changed meanwhile, nothing was deleted; run the command again");
  }
  await commands.importState(clearPendingCreates(exported));
  await removeAll(findings, say);
  say(`stack ${name} recovered: pulumi up continues where it stopped`);
}

const unknown = (faults: readonly string[]) =>
  new RecoveryError(
    "NOT_KNOWN",
    [
      "nothing was deleted, because some resources may not come from an interrupted create:",
      ...faults.map((fault) => `  ${fault}`),
      "Look at it, delete or adopt it yourself (pulumi refresh --import-pending-creates), and run it again.",
    ].join("\n"),
  );

async function agree({ leftovers }: Findings, count: number, conversation: Conversation): Promise<void> {
  if (conversation.isAnswered) return;
  const answer = await ask(`delete ${leftovers.length} leftovers and clear ${count} pending creates?`, conversation);
  if (answer === undefined) {
    throw new RecoveryError("NOT_AGREED", "nothing was deleted: no terminal to ask for confirmation; pass --yes");
  }
  if (!isYes(answer)) throw new RecoveryError("NOT_AGREED", `nothing was deleted: the answer was "${answer}"; expected "yes"`);
}

async function removeAll({ leftovers }: Findings, say: (text: string) => void): Promise<void> {
  const failed: string[] = [];
  for (const { label, remove } of leftovers) {
    try {
      await remove();
      say(`  deleted: ${label}`);
    } catch (error) {
      failed.push(`  ${label}: ${String(error)}`);
    }
  }
  if (failed.length > 0) {
    throw new RecoveryError(
      "NOT_DELETED",
      ["the pending creates are cleared, but these must be deleted by hand:", ...failed].join("\n"),
    );
  }
}
