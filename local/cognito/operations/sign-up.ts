import { randomInt, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { CognitoError, notAuthorized } from "../errors";
import { attributeList, clientId, optional, password, username } from "../inputs";
import { checkPassword } from "../password-policy";
import { hashText } from "../sign-ins";
import { checkAttributes, checkRequired, readEmail } from "../user-attributes";
import type { UserPool } from "../user-pool";
import { type Operations, publicOperation } from "../user-pools";
import type { User } from "../users";

/** Assumed: recalled from the developer guide and not read again. */
const CODE_VALIDITY_MS = 24 * 60 * 60 * 1000;

/** As Cognito tells where a code went: `a***@e***`. Reported: an AWS trace of 2026-09-11 in a public runbook. */
const maskEmail = (email: string) =>
  email
    .split("@")
    .map((part) => `${part.slice(0, 1)}***`)
    .join("@");

const codeMismatch = () => new CognitoError("CodeMismatchException", "Invalid verification code provided, please try again.");

/** @throws CognitoError NotAuthorizedException for a user who is not waiting for confirmation. */
export function confirm(pool: UserPool, user: User, emailVerified: Readonly<Record<string, string>>): void {
  if (user.status !== "UNCONFIRMED") throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`);
  const attributes = { ...user.attributes, ...emailVerified };
  pool.users.change(user, { status: "CONFIRMED", attributes, confirmation: undefined });
}

export const signUpOperations: Operations = {
  SignUp: publicOperation(
    z.object({ ClientId: clientId, Username: username, Password: password, UserAttributes: optional(attributeList) }),
    (input, pools, trace) => {
      const { pool, client } = pools.ofClient(input.ClientId);
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

      const code = String(randomInt(1_000_000)).padStart(6, "0");
      const user = users.create(
        {
          attributes: { ...attributes, email_verified: "false" },
          status: "UNCONFIRMED",
          confirmation: { codeHash: hashText(code), expiresAtMs: surroundings.clock.now() + CODE_VALIDITY_MS },
        },
        (sub) => pool.protect(sub, input.Password),
      );
      trace.add("user", "signed up, to be confirmed");
      if (!model.isEmailAutoVerified) return { UserConfirmed: false, UserSub: user.sub };
      surroundings.sendCode({ userPoolId: model.id, to: email, code });
      trace.add("mail", "sent a code to the user's email");
      const delivery = { AttributeName: "email", DeliveryMedium: "EMAIL", Destination: maskEmail(email) };
      return { UserConfirmed: false, UserSub: user.sub, CodeDeliveryDetails: delivery };
    },
  ),

  ConfirmSignUp: publicOperation(
    z.object({ ClientId: clientId, Username: username, ConfirmationCode: z.string().min(1).max(2048).regex(/^\S+$/) }),
    (input, pools, trace) => {
      const { pool, client } = pools.ofClient(input.ClientId);
      const user = pool.users.find(input.Username);
      if (user === undefined && !client.isUserExistenceHidden) {
        throw new CognitoError("UserNotFoundException", "Username/client id combination not found.");
      }
      if (user !== undefined && user.status !== "UNCONFIRMED") confirm(pool, user, {});
      pool.codeAttempts.count(user?.sub ?? pool.users.toKey(input.Username));
      const confirmation = user?.confirmation;
      if (user === undefined || confirmation === undefined) throw codeMismatch();
      if (pool.surroundings.clock.now() >= confirmation.expiresAtMs) {
        throw new CognitoError("ExpiredCodeException", "Invalid code provided, please request a code again.");
      }
      if (!timingSafeEqual(Buffer.from(hashText(input.ConfirmationCode)), Buffer.from(confirmation.codeHash)))
        throw codeMismatch();
      confirm(pool, user, pool.model.isEmailAutoVerified ? { email_verified: "true" } : {});
      trace.add("user", "confirmed by the mailed code");
      return {};
    },
  ),
};
