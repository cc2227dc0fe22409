import { expectTokens } from "../../comparison/target/target-stack";
import { findUser } from "../emulator/users";
import type { Subject } from "./subject";
import { checkOmission } from "./token-checks";

const sentences = {
  unknown: "Your account has not been set up yet, ask an administrator",
  failed: "Your account cannot be looked up right now, try again in a minute",
} as const;

/** A user whom the directory does not know, or whose record is unusable, gets no tokens. */
export async function checkRefusal({ checks, target, directory, people }: Subject): Promise<void> {
  const admin = findUser(people, "admin");
  const { refresh } = expectTokens(await target.signIn(admin));
  const check = async (what: string, sentence: string) => {
    for (const { tokens, message } of [await target.signIn(admin), await target.refresh(refresh)]) {
      checks.equal(
        `${target.strategy}: ${what} gets no tokens, but a sentence that says why`,
        [tokens, message?.includes(sentence)],
        [undefined, true],
      );
    }
  };
  await directory.remove(admin);
  await check("a user who is not in the directory", sentences.unknown);
  await directory.put({ ...admin.record, tenantId: "-" });
  await check("a user whose record is unusable", sentences.failed);
  await directory.put(admin.record);
  checks.equal(`${target.strategy}: once the record is back, tokens are issued again`, (await target.signIn(admin)).status, 200);
}

/** The same two get tokens that are worth nothing here. */
export async function checkLookupsOmitted({ checks, strategy, target, directory, people }: Subject): Promise<void> {
  const admin = findUser(people, "admin");
  const subject = { contract: strategy.contract, target, user: admin };
  await directory.remove(admin);
  await checkOmission(checks, { ...subject, who: "a user who is not in the directory" });
  await directory.put({ ...admin.record, tenantId: "-" });
  await checkOmission(checks, { ...subject, who: "a user whose record is unusable" });
  await directory.put(admin.record);
}
