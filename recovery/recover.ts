import { ask, type Conversation, isYes } from "../comparison/conversation";
import { analyse } from "./analysis";
import { RecoveryError } from "./errors";
import { assertPlace, connect, readPlace } from "./place";
import type { StackCommands } from "./pulumi";
import { type Findings, search } from "./search";
import { clearPendingCreates, readState } from "./state";

/**
 * Removes what the creates of a killed update may have left of a stack, and takes these creates out of its state, so that the next
 * `pulumi up` can make them. The state goes first: a stack that is locked refuses that, and until then nothing was deleted.
 *
 * @throws RecoveryError where nothing was done, or not all of it
 */
export async function recover(commands: StackCommands, conversation: Conversation): Promise<void> {
  const say = (text: string) => conversation.output.write(`${text}\n`);
  const name = await commands.readName();
  const exported = await commands.exportState();
  const state = readState(exported);
  if (state.pendingCreates.length === 0) {
    say(`nothing to recover: no create of the stack ${name} was interrupted`);
    return;
  }
  const place = readPlace(await commands.readConfiguration());
  const clients = connect(place);
  await assertPlace(clients, place, state);
  const findings = await search(clients, analyse(state), state.resources);

  say(`the stack ${name}, in ${place.region}${place.endpoint === undefined ? "" : ` at ${place.endpoint}`}:`);
  for (const { label } of findings.leftovers) say(`  to be deleted: ${label}`);
  for (const sentence of findings.settled) say(`  nothing to do: ${sentence}`);
  if (findings.faults.length > 0) throw unknown(findings.faults);
  await agree(findings, state.pendingCreates.length, conversation);

  if ((await commands.exportState()) !== exported) {
    throw new RecoveryError("STATE_CHANGED", "the state has changed in the meantime, and nothing was deleted; run it again");
  }
  await commands.importState(clearPendingCreates(exported));
  await removeAll(findings, say);
  say(`the stack ${name} is recovered: pulumi up goes on where it stopped`);
}

const unknown = (faults: readonly string[]) =>
  new RecoveryError(
    "NOT_KNOWN",
    [
      "nothing was deleted, because not everything is known to be of an interrupted create:",
      ...faults.map((fault) => `  ${fault}`),
      "Look at it, delete or adopt it yourself (pulumi refresh --import-pending-creates), and run it again.",
    ].join("\n"),
  );

async function agree({ leftovers }: Findings, count: number, conversation: Conversation): Promise<void> {
  if (conversation.isAnswered) return;
  const answer = await ask(`delete ${leftovers.length} leftovers and clear ${count} pending creates?`, conversation);
  if (answer === undefined) {
    throw new RecoveryError("NOT_AGREED", "nothing was deleted: there is no terminal to ask on; expected --yes");
  }
  if (!isYes(answer)) throw new RecoveryError("NOT_AGREED", `nothing was deleted: the answer was «${answer}»; expected yes`);
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
      ["the pending creates are cleared, but this is left and has to be deleted by hand:", ...failed].join("\n"),
    );
  }
}
