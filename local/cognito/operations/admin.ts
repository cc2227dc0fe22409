import { z } from "zod";
import { CognitoError, invalidParameter, notFound } from "../errors";
import { attributeList, optional, password, textMap, username, userPoolId } from "../inputs";
import { checkPassword, generatePassword } from "../password-policy";
import { tellTrigger } from "../post-confirmation";
import type { Json } from "../protocol";
import { createUnknownPassword } from "../srp";
import { unused } from "../unused-members";
import { checkAttributes, readEmail } from "../user-attributes";
import type { UserPool } from "../user-pool";
import { adminOperation, type Operations } from "../user-pools";
import type { User } from "../users";
import { confirm } from "./sign-up";

const ofUser = z.object({ UserPoolId: userPoolId, Username: username });
const ofGroup = ofUser.extend({ GroupName: z.string().min(1).max(128) });

/** An operation on one user with an empty response. */
const onUser = (run: (pool: UserPool, user: User) => void) =>
  adminOperation(ofUser, ({ UserPoolId, Username }, pools) => {
    const pool = pools.get(UserPoolId);
    run(pool, pool.users.get(Username));
    return {};
  });

const inGroup = (run: (groups: readonly string[], name: string) => string[]) =>
  adminOperation(ofGroup, (input, pools) => {
    const { users, model } = pools.get(input.UserPoolId);
    const user = users.get(input.Username);
    if (!model.groups.some(({ name }) => name === input.GroupName)) throw notFound("Group not found.");
    users.change(user, { groups: run(user.groups, input.GroupName) });
    return {};
  });

export const attributesOf = (user: User) =>
  Object.entries({ sub: user.sub, ...user.attributes }).map(([Name, Value]) => ({ Name, Value }));

/** A user as returned by ListUsers and AdminCreateUser. Times are seconds since 1970. */
export const describeUser = (user: User, attributes = attributesOf(user)): Json => ({
  Username: user.sub,
  Attributes: attributes,
  UserCreateDate: user.createdAtMs / 1000,
  UserLastModifiedDate: user.modifiedAtMs / 1000,
  Enabled: user.isEnabled,
  UserStatus: user.status,
});

export const adminOperations: Operations = {
  AdminCreateUser: adminOperation(
    ofUser.extend({
      TemporaryPassword: optional(password),
      UserAttributes: optional(attributeList),
      MessageAction: optional(z.enum(["RESEND", "SUPPRESS"])),
      ...unused.AdminCreateUser,
    }),
    (input, pools, trace) => {
      if (input.MessageAction === "RESEND") throw invalidParameter("The local engine imitates the MessageAction SUPPRESS only");
      const pool = pools.get(input.UserPoolId);
      const { model, users, surroundings } = pool;
      const given = input.UserAttributes ?? {};
      const email = readEmail(input.Username, given);
      const { email_verified: verified } = given;
      const attributes = { ...given, email, ...(verified && { email_verified: verified.toLowerCase() }) };
      // Required attributes may be missing: they are asked for with the new password.
      checkAttributes(model, attributes);
      const temporary = input.TemporaryPassword ?? generatePassword(model.passwordPolicy);
      checkPassword(temporary, model.passwordPolicy);
      if (users.find(email) !== undefined)
        throw new CognitoError("UsernameExistsException", "An account with the given email already exists.");
      const isMailed = input.MessageAction === undefined;
      const isKnown = isMailed || input.TemporaryPassword !== undefined;
      const user = users.create({ attributes, status: "FORCE_CHANGE_PASSWORD" }, (sub) =>
        isKnown ? pool.protect(sub, temporary) : createUnknownPassword(),
      );
      trace.add({ kind: "user", outcome: "ok", event: "created" });
      if (isMailed) {
        surroundings.sendCode({ userPoolId: model.id, to: email, code: temporary });
        trace.add({ kind: "mail", outcome: "ok", content: "temporary password" });
      }
      return { User: describeUser(user) };
    },
  ),

  AdminSetUserPassword: adminOperation(
    ofUser.extend({ Password: password, Permanent: optional(z.boolean()) }),
    (input, pools) => {
      const pool = pools.get(input.UserPoolId);
      const user = pool.users.get(input.Username);
      checkPassword(input.Password, pool.model.passwordPolicy);
      pool.users.change(user, {
        proof: pool.protect(user.sub, input.Password),
        status: input.Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD",
        confirmation: undefined,
        passwordSetAtMs: pool.surroundings.clock.now(),
      });
      return {};
    },
  ),

  /** Leaves the email unverified. Assumed: the API reference says of it only that it makes the account active. */
  AdminConfirmSignUp: adminOperation(ofUser.extend({ ClientMetadata: optional(textMap) }), async (input, pools, trace) => {
    const pool = pools.get(input.UserPoolId);
    const user = confirm(pool, pool.users.get(input.Username), {});
    const told = { pool: pool.model, user, clientId: undefined, clientMetadata: input.ClientMetadata };
    await tellTrigger(told, pool.surroundings.invoke, trace);
    return {};
  }),
  /** Ends everything that the user has. Documented: AdminDisableUser in the API reference, read 2026-11. */
  AdminDisableUser: onUser((pool, user) => {
    pool.users.change(user, { isEnabled: false });
    pool.signIns.revokeAllOf(user);
  }),
  AdminEnableUser: onUser((pool, user) => pool.users.change(user, { isEnabled: true })),
  AdminDeleteUser: onUser((pool, user) => pool.users.delete(user)),
  AdminUserGlobalSignOut: onUser((pool, user) => pool.signIns.revokeAllOf(user)),
  AdminAddUserToGroup: inGroup((groups, name) => [...new Set([...groups, name])]),
  AdminRemoveUserFromGroup: inGroup((groups, name) => groups.filter((group) => group !== name)),
};
