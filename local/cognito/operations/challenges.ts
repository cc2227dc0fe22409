import { z } from "zod";
import { incorrectCredentials, invalidParameter, missingParameter, notAuthorized } from "../errors";
import { clientId, optional, parseInput, password, textMap } from "../inputs";
import { checkPassword } from "../password-policy";
import type { Json } from "../protocol";
import { isAnswerRight } from "../srp";
import { unused } from "../unused-members";
import { checkAttributes, checkMutable, missingAttributes } from "../user-attributes";
import { type Operations, publicOperation } from "../user-pools";
import { readParameter, signInWith } from "./sign-in";
import { startSignIn, type Visit } from "./token-issue";

type Responses = Readonly<Record<string, string>>;

/** Reported: a public emulator that compares itself with AWS, read 2026-11. It also accepts other spellings, which then fail the proof. */
const TIMESTAMP =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d{2}:\d{2}:\d{2} UTC \d{4}$/;

async function answerPasswordVerifier(visit: Visit, responses: Responses): Promise<Json> {
  const { pool, client } = visit;
  const name = readParameter(responses, "USERNAME");
  const timestamp = readParameter(responses, "TIMESTAMP");
  const signature = readParameter(responses, "PASSWORD_CLAIM_SIGNATURE");
  const secretBlock = readParameter(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  if (!TIMESTAMP.test(timestamp)) throw invalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.");
  const { username, userId, challenge, clientId: startedBy } = takeSrpSession(visit, secretBlock);
  const isSameUser = [userId, pool.users.toKey(username)].includes(pool.users.toKey(name));
  if (startedBy !== client.id || !isSameUser) throw incorrectCredentials();
  const user = pool.users.find(userId);
  return signInWith(visit, user, username, () => isAnswerRight(challenge, { secretBlock, timestamp, signature }));
}

/** An unknown, expired or used block is answered like a wrong password. Reported: the same emulator. */
function takeSrpSession({ pool, trace }: Visit, secretBlock: string) {
  try {
    return pool.srpSessions.take(secretBlock);
  } catch {
    trace.add({ kind: "challenge", outcome: "refused", reason: "unknown, expired or used" });
    throw incorrectCredentials();
  }
}

const ATTRIBUTE = "userAttributes.";

async function answerNewPassword(visit: Visit, responses: Responses, session: string | undefined): Promise<Json> {
  const { pool, client, trace } = visit;
  const { model, users, newPasswordSessions } = pool;
  const name = readParameter(responses, "USERNAME");
  if (session === undefined) throw missingParameter("Session");
  const pending = newPasswordSessions.read(session);
  const user = users.find(pending.sub);
  if (pending.clientId !== client.id || user?.status !== "FORCE_CHANGE_PASSWORD" || users.find(name)?.sub !== user.sub) {
    throw notAuthorized("Invalid session for the user.");
  }
  readParameter(responses, "NEW_PASSWORD");
  const { NEW_PASSWORD } = parseInput(z.object({ NEW_PASSWORD: password }), responses);
  checkPassword(NEW_PASSWORD, model.passwordPolicy);
  const given = Object.fromEntries(
    Object.entries(responses).flatMap(([key, value]) =>
      key.startsWith(ATTRIBUTE) ? [[key.slice(ATTRIBUTE.length), value]] : [],
    ),
  );
  checkAttributes(model, given, client);
  if (given.email !== undefined) throw notAuthorized("Cannot modify an already provided email");
  checkMutable(model, given, user.attributes);
  const attributes = { ...user.attributes, ...given };
  const [missing] = missingAttributes(model, attributes);
  if (missing !== undefined) throw invalidParameter(`Invalid attributes given, ${missing} is missing`);

  // Only an answer that can be taken uses the session up. Assumed: a weak password may be corrected within it.
  newPasswordSessions.take(session);
  if (!user.isEnabled) throw notAuthorized("User is disabled.");
  const changed = users.change(user, {
    attributes,
    status: "CONFIRMED",
    proof: pool.protect(user.sub, NEW_PASSWORD),
    passwordSetAtMs: pool.surroundings.clock.now(),
  });
  trace.add({ kind: "password", outcome: "ok", event: "replaced" });
  return startSignIn(visit, changed, "TokenGeneration_NewPasswordChallenge");
}

export const challengeOperations: Operations = {
  RespondToAuthChallenge: publicOperation(
    z.object({
      ClientId: clientId,
      ChallengeName: z.string(),
      ChallengeResponses: optional(textMap),
      Session: optional(z.string()),
      ClientMetadata: optional(textMap),
      ...unused.RespondToAuthChallenge,
    }),
    async ({ ClientId, ChallengeName, ChallengeResponses: responses, Session, ClientMetadata }, pools, trace) => {
      const visit: Visit = { ...pools.ofClient(ClientId), trace, clientMetadata: ClientMetadata };
      if (responses === undefined) throw invalidParameter("Missing required parameter challenge responses.");
      if (ChallengeName === "PASSWORD_VERIFIER") return answerPasswordVerifier(visit, responses);
      if (ChallengeName === "NEW_PASSWORD_REQUIRED") return answerNewPassword(visit, responses, Session);
      throw invalidParameter("The local engine imitates the challenges PASSWORD_VERIFIER and NEW_PASSWORD_REQUIRED only");
    },
  ),
};
