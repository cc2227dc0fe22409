import { setTimeout as sleep } from "node:timers/promises";
import { tamper } from "../../comparison/target/forged-tokens";
import { type Answer, send } from "../../comparison/target/http";
import { PASSWORD } from "../../comparison/target/test-users";
import { accessControl } from "../../config/access-control";
import type { Comparison } from "./comparison";
import { callCognito, readText } from "./exchange";
import { signByForeignKey } from "./foreign-key";
import { onBoth, type Pair, type Side } from "./sides";
import { createSomebody } from "./users";

type Answers = Pair<Answer>;

const result = (answers: Answers, { name }: Side, token: "AccessToken" | "IdToken" | "RefreshToken") =>
  readText(answers[name], "AuthenticationResult", token);

/** What happens to a session: refresh, revocation and sign-out, and the keys that its tokens are verified with. */
export async function compareSessions(comparison: Comparison, sides: Pair<Side>): Promise<void> {
  const signIn = (USERNAME: string): Promise<Answers> =>
    onBoth(sides, (side) =>
      callCognito(side, "InitiateAuth", {
        ClientId: side.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
  const refresh = (what: string, tokenOf: (side: Side) => string | undefined, AuthFlow = "REFRESH_TOKEN_AUTH") =>
    comparison.ask(`refresh, ${what}`, (side) =>
      callCognito(side, "InitiateAuth", {
        ClientId: side.clientId,
        AuthFlow,
        AuthParameters: { REFRESH_TOKEN: tokenOf(side) },
      }),
    );
  const getUser = (what: string, tokenOf: (side: Side) => string | Promise<string> | undefined) =>
    comparison.ask(`GetUser, ${what}`, async (side) => callCognito(side, "GetUser", { AccessToken: await tokenOf(side) }));
  const revoke = (what: string, tokenOf: (side: Side) => string | undefined) =>
    comparison.ask(`RevokeToken, ${what}`, (side) =>
      callCognito(side, "RevokeToken", { ClientId: side.clientId, Token: tokenOf(side) }),
    );
  const administer = (operation: string, Username: string, input: object = {}) =>
    onBoth(sides, (side) => callCognito(side, operation, { UserPoolId: side.userPoolId, Username, ...input }));

  const email = await createSomebody(sides);
  const first = await signIn(email);
  const access = (side: Side) => result(first, side, "AccessToken");
  const refreshing = (side: Side) => result(first, side, "RefreshToken");

  await getUser("an access token", access);
  await getUser("an ID token", (side) => result(first, side, "IdToken"));
  await getUser("a refresh token", refreshing);
  await getUser("garbage", () => "garbage");
  await getUser("three letters between dots", () => "a.b.c");
  await getUser("no token", () => undefined);
  await getUser("a tampered token", (side) => tamper(access(side), accessControl));
  await getUser("a foreign key under the pool's own kid", (side) => signByForeignKey(access(side)));
  await getUser("a foreign key under its own kid", (side) => signByForeignKey(access(side), "foreign"));

  await refresh("valid", refreshing);
  await refresh("by the flow's other name", refreshing, "REFRESH_TOKEN");
  await refresh("garbage", () => "garbage");
  await refresh("no token", () => undefined);
  await refresh("an access token", access);
  await administer("AdminAddUserToGroup", email, { GroupName: "ReadPetsAccess" });
  await refresh("after the user joined a group", refreshing);
  await administer("AdminRemoveUserFromGroup", email, { GroupName: "ReadPetsAccess" });
  await refresh("after the user left the group", refreshing);

  await revoke("garbage", () => "garbage");
  await revoke("no token", () => undefined);
  await revoke("an access token", access);
  await revoke("valid", refreshing);
  await revoke("valid, once more", refreshing);
  await refresh("a revoked token", refreshing);
  await getUser("a token whose refresh token was revoked", access);

  const second = await signIn(email);
  const secondAccess = (side: Side) => result(second, side, "AccessToken");
  // The emulator ends whatever was signed in before the second of the sign-out.
  await sleep(1500);
  await comparison.ask("GlobalSignOut, garbage", (side) => callCognito(side, "GlobalSignOut", { AccessToken: "garbage" }));
  await comparison.ask("GlobalSignOut, valid", (side) => callCognito(side, "GlobalSignOut", { AccessToken: secondAccess(side) }));
  await getUser("a token after GlobalSignOut", secondAccess);
  await refresh("a token after GlobalSignOut", (side) => result(second, side, "RefreshToken"));
  await comparison.ask("GlobalSignOut, once more", (side) =>
    callCognito(side, "GlobalSignOut", { AccessToken: secondAccess(side) }),
  );

  const third = await signIn(email);
  await administer("AdminDisableUser", email);
  await refresh("a token of a disabled user", (side) => result(third, side, "RefreshToken"));
  await getUser("a token of a disabled user", (side) => result(third, side, "AccessToken"));
  const another = await createSomebody(sides);
  const fourth = await signIn(another);
  await administer("AdminDeleteUser", another);
  await refresh("a token of a deleted user", (side) => result(fourth, side, "RefreshToken"));
  await getUser("a token of a deleted user", (side) => result(fourth, side, "AccessToken"));

  for (const document of ["jwks.json", "openid-configuration"]) {
    await comparison.ask(`the document ${document}`, ({ cognitoUrl, userPoolId }) =>
      send(`${cognitoUrl}/${userPoolId}/.well-known/${document}`, {}),
    );
  }
}
