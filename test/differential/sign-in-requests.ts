import { inventUser, PASSWORD } from "../../comparison/target/test-users";
import type { Comparison } from "./comparison";
import { callCognito, readText } from "./exchange";
import { onBoth, type Pair, type Side } from "./sides";
import { createSomebody, userOf, users } from "./users";

const WRONG = "Wrong-horse-7-battery";

/** InitiateAuth with a password, and the challenge for a temporary one. */
export async function compareSignIn(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const initiate = (what: string, AuthParameters: Readonly<Record<string, string>> | undefined, input: object = {}) =>
    comparison.ask(`InitiateAuth, ${what}`, (side) =>
      callCognito(side, "InitiateAuth", { ClientId: side.clientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters, ...input }),
    );
  const administer = (operation: string, Username: string, input: object = {}) =>
    onBoth(sides, (side) => callCognito(side, operation, { UserPoolId: side.userPoolId, Username, ...input }));

  for (const { name, username } of users) await initiate(`${name} with the right password`, { USERNAME: username, PASSWORD });
  const reader = userOf("reader").username;
  await initiate("a name in capitals", { USERNAME: reader.toUpperCase(), PASSWORD });
  await initiate("a wrong password", { USERNAME: reader, PASSWORD: WRONG });
  await initiate("an empty password", { USERNAME: reader, PASSWORD: "" });
  await initiate("a name that nobody has", { USERNAME: "nowhere@example.org", PASSWORD });
  await initiate("no name", { PASSWORD });
  await initiate("no password", { USERNAME: reader });
  await initiate("no parameters", undefined);
  await initiate("an unknown client", { USERNAME: reader, PASSWORD }, { ClientId: "unknownclient" });
  await initiate("no client", { USERNAME: reader, PASSWORD }, { ClientId: undefined });
  for (const AuthFlow of ["CUSTOM_AUTH", "USER_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "NO_SUCH_AUTH"]) {
    await initiate(`the flow ${AuthFlow}`, { USERNAME: reader, PASSWORD }, { AuthFlow });
  }

  const unconfirmed = inventUser([], "newcomer").username;
  const UserAttributes = Object.entries({ name: "Ada", locale: "en" }).map(([Name, Value]) => ({ Name, Value }));
  await onBoth(sides, (side) =>
    callCognito(side, "SignUp", { ClientId: side.clientId, Username: unconfirmed, Password: PASSWORD, UserAttributes }),
  );
  await initiate("an unconfirmed user", { USERNAME: unconfirmed, PASSWORD });
  await initiate("an unconfirmed user with a wrong password", { USERNAME: unconfirmed, PASSWORD: WRONG });

  const disabled = await createSomebody(sides);
  await administer("AdminDisableUser", disabled);
  await initiate("a disabled user", { USERNAME: disabled, PASSWORD });
  await initiate("a disabled user with a wrong password", { USERNAME: disabled, PASSWORD: WRONG });
  await administer("AdminEnableUser", disabled);
  await initiate("a user enabled again", { USERNAME: disabled, PASSWORD });
  const deleted = await createSomebody(sides);
  await administer("AdminDeleteUser", deleted);
  await initiate("a deleted user", { USERNAME: deleted, PASSWORD });

  await compareNewPassword(comparison, sides);
}

const TEMPORARY = "Temporary-horse-1";

async function compareNewPassword(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const invite = (Username: string, values: Readonly<Record<string, string>>) =>
    onBoth(sides, (side) =>
      callCognito(side, "AdminCreateUser", {
        UserPoolId: side.userPoolId,
        Username,
        TemporaryPassword: TEMPORARY,
        MessageAction: "SUPPRESS",
        UserAttributes: Object.entries({ email: Username, email_verified: "true", ...values }).map(([Name, Value]) => ({
          Name,
          Value,
        })),
      }),
    );
  const start = (what: string, USERNAME: string) =>
    comparison.ask(`InitiateAuth, ${what}`, (side) =>
      callCognito(side, "InitiateAuth", {
        ClientId: side.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD: TEMPORARY },
      }),
    );
  const respond = (
    what: string,
    ChallengeResponses: Readonly<Record<string, string>> | undefined,
    sessionOf: (side: Side) => string | undefined,
    ChallengeName = "NEW_PASSWORD_REQUIRED",
  ) =>
    comparison.ask(`RespondToAuthChallenge, ${what}`, (side) =>
      callCognito(side, "RespondToAuthChallenge", {
        ClientId: side.clientId,
        ChallengeName,
        Session: sessionOf(side),
        ChallengeResponses,
      }),
    );

  const guest = inventUser([], "guest").username;
  await invite(guest, { name: "Ada", locale: "en" });
  const challenge = await start("a temporary password", guest);
  const sessionOf = ({ name }: Side) => readText(challenge[name], "Session");
  const right = { USERNAME: guest, NEW_PASSWORD: PASSWORD };
  await respond("no responses", undefined, sessionOf);
  await respond("no name", { NEW_PASSWORD: PASSWORD }, sessionOf);
  await respond("no new password", { USERNAME: guest }, sessionOf);
  await respond("a weak new password", { ...right, NEW_PASSWORD: "short" }, sessionOf);
  await respond("another challenge", right, sessionOf, "SMS_MFA");
  await respond("no session", right, () => undefined);
  await respond("an invalid session", right, () => "x".repeat(40));
  await respond("somebody else's name", { ...right, USERNAME: userOf("reader").username }, sessionOf);
  await respond("another email", { ...right, "userAttributes.email": "other@example.org" }, sessionOf);
  await respond("valid", right, sessionOf);
  await respond("the same session again", right, sessionOf);
  await start("the temporary password after it was replaced", guest);

  const stranger = inventUser([], "guest").username;
  await invite(stranger, {});
  const incomplete = await start("a temporary password of a user without a name", stranger);
  const incompleteOf = ({ name }: Side) => readText(incomplete[name], "Session");
  const asStranger = { USERNAME: stranger, NEW_PASSWORD: PASSWORD };
  await respond("required attributes missing", asStranger, incompleteOf);
  const given = { "userAttributes.name": "Ada", "userAttributes.locale": "en" };
  await respond("required attributes given", { ...asStranger, ...given }, incompleteOf);
}
