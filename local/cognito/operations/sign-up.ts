import { randomInt, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { CognitoError, invalidParameter, notAuthorized } from "../errors";
import { attributeList, clientId, optional, password, secretHash, textMap, username } from "../inputs";
import { checkPassword } from "../password-policy";
import { tellTrigger } from "../post-confirmation";
import { hashText } from "../sign-ins";
import { unused } from "../unused-members";
import { checkAttributes, checkRequired, readEmail } from "../user-attributes";
import type { UserPool } from "../user-pool";
import { type Operations, publicOperation, refuseSecret } from "../user-pools";
import type { User } from "../users";

/** Documented: developer guide, quotas, read 2026-11. */
const CODE_VALIDITY_MS = 24 * 60 * 60 * 1000;

/** Cognito's masked destination of a code: `a***@e***`. Reported: an AWS trace of 2026-09-11 in a public runbook. */
const maskEmail = (email: string) =>
  email
    .split("@")
    .map((part) => `${part.slice(0, 1)}***`)
    .join("@");

const deliveryTo = (email: string) => ({ AttributeName: "email", DeliveryMedium: "EMAIL", Destination: maskEmail(email) });

function createCode({ surroundings }: UserPool) {
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  return { code, confirmation: { codeHash: hashText(code), expiresAtMs: surroundings.clock.now() + CODE_VALIDITY_MS } };
}

const nameNotFound = () => new CognitoError("UserNotFoundException", "Username/client id combination not found.");
const codeMismatch = () => new CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.");

/** @throws CognitoError NotAuthorizedException unless the user is unconfirmed. */
export function confirm(pool: UserPool, user: User, emailVerified: Readonly<Record<string, string>>): User {
  if (user.status !== "UNCONFIRMED") throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  const attributes = { ...user.attributes, ...emailVerified };
  return pool.users.change(user, { status: "CONFIRMED", attributes, confirmation: undefined });
}

export const signUpOperations: Operations = {
  SignUp: publicOperation(
    z.object({
      ClientId: clientId,
      SecretHash: optional(secretHash),
      Username: username,
      Password: password,
      UserAttributes: optional(attributeList),
      ...unused.SignUp,
    }),
    (input, pools, trace) => {
      const { pool, client } = pools.ofClient(input.ClientId);
      refuseSecret(client, "secret hash", input.SecretHash);
      const { model, users, surroundings } = pool;
      if (!model.isSelfSignUpAllowed) throw notAuthorized("SignUp is not permitted for this user pool");
      const given = input.UserAttributes ?? {};
      const email = readEmail(input.Username, given);
      const attributes = { ...given, email };
      checkAttributes(model, given, client);
      checkRequired(model, attributes);
      checkPassword(input.Password, model.passwordPolicy);
      // Told even where the client hides who exists. Documented: developer guide, cognito-user-pool-managing-errors, read 2026-11.
      if (users.find(email) !== undefined)
        throw new CognitoError("UsernameExistsException", "An account with the given email already exists.");

      const { code, confirmation } = createCode(pool);
      const user = users.create(
        { attributes: { ...attributes, email_verified: "false" }, status: "UNCONFIRMED", confirmation },
        (sub) => pool.protect(sub, input.Password),
      );
      trace.add({ kind: "user", outcome: "ok", event: "signed up" });
      if (!model.isEmailAutoVerified) return { UserConfirmed: false, UserSub: user.sub };
      surroundings.sendCode({ userPoolId: model.id, to: email, code });
      trace.add({ kind: "mail", outcome: "ok", content: "code" });
      return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: deliveryTo(email) };
    },
  ),

  ConfirmSignUp: publicOperation(
    z.object({
      ClientId: clientId,
      SecretHash: optional(secretHash),
      Username: username,
      ConfirmationCode: z.string().min(1).max(2048).regex(/^\S+$/),
      ClientMetadata: optional(textMap),
      ...unused.ConfirmSignUp,
    }),
    async (input, pools, trace) => {
      const { pool, client } = pools.ofClient(input.ClientId);
      refuseSecret(client, "secret hash", input.SecretHash);
      const user = pool.users.find(input.Username);
      if (user === undefined && !client.isUserExistenceHidden) throw nameNotFound();
      if (user !== undefined && user.status !== "UNCONFIRMED") confirm(pool, user, {});
      pool.confirmationLimit.count(user?.sub ?? pool.users.toKey(input.Username));
      const confirmation = user?.confirmation;
      if (user === undefined || confirmation === undefined) throw codeMismatch();
      if (pool.surroundings.clock.now() >= confirmation.expiresAtMs) {
        throw new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");
      }
      if (!timingSafeEqual(Buffer.from(hashText(input.ConfirmationCode)), Buffer.from(confirmation.codeHash)))
        throw codeMismatch();
      const confirmed = confirm(pool, user, pool.model.isEmailAutoVerified ? { email_verified: "true" } : {});
      trace.add({ kind: "user", outcome: "ok", event: "confirmed" });
      const { ClientId, ClientMetadata } = input;
      await tellTrigger(
        { pool: pool.model, user: confirmed, clientId: ClientId, clientMetadata: ClientMetadata },
        pool.surroundings.invoke,
        trace,
      );
      return {};
    },
  ),

  /**
   * A new code makes the one before useless. Reported: github.com/aws-amplify/amplify-ui/issues/6678, read 2026-11.
   *
   * Where the client hides who exists, nobody and a disabled user get the same answer, and no mail: documented, developer guide,
   * cognito-user-pool-managing-errors, read 2026-11. So does who is confirmed: reported, github.com/aws-amplify/amplify-js/issues/14762,
   * read 2026-11. Where it hides nothing, the text for who is confirmed is reported by public client code; that for a disabled user,
   * and what a pool says that mails no codes, are assumed.
   */
  ResendConfirmationCode: publicOperation(
    z.object({
      ClientId: clientId,
      SecretHash: optional(secretHash),
      Username: username,
      ...unused.ResendConfirmationCode,
    }),
    (input, pools, trace) => {
      const { pool, client } = pools.ofClient(input.ClientId);
      refuseSecret(client, "secret hash", input.SecretHash);
      if (!pool.model.isEmailAutoVerified) throw invalidParameter("Auto verification not turned on.");
      const user = pool.users.find(input.Username);
      if (!client.isUserExistenceHidden) {
        if (user === undefined) throw nameNotFound();
        if (!user.isEnabled) throw notAuthorized("User is disabled.");
        if (user.status !== "UNCONFIRMED") throw invalidParameter("User is already confirmed.");
      }
      pool.codeLimit.count(user?.sub ?? pool.users.toKey(input.Username));
      const email = user?.attributes.email ?? input.Username;
      if (user?.isEnabled && user.status === "UNCONFIRMED") {
        const { code, confirmation } = createCode(pool);
        pool.users.change(user, { confirmation });
        pool.surroundings.sendCode({ userPoolId: pool.model.id, to: email, code });
        trace.add({ kind: "mail", outcome: "ok", content: "new code" });
      } else {
        trace.add({ kind: "mail", outcome: "refused", reason: "nobody is waiting for a code" });
      }
      return { CodeDeliveryDetails: deliveryTo(email) };
    },
  ),
};
