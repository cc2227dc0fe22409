import { setTimeout as sleep } from "node:timers/promises";
import {
  type CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  UpdateUserPoolClientCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { createTargetStack, expectTokens, type TargetStack } from "../../comparison/target/target-stack";
import { inventUser, type TestUser } from "../../comparison/target/test-users";
import type { Tokens } from "../../comparison/target/tokens";

/** Expired tokens. An emulator lets a client issue tokens for one second; AWS allows no less than five minutes. */
export async function takeExpiredTokens(
  cognito: CognitoIdentityProviderClient,
  { userPoolId: UserPoolId, clientId: ClientId, signIn }: TargetStack,
  user: TestUser,
): Promise<Tokens> {
  const change = (validity: number, unit: "minutes" | "seconds") =>
    cognito.send(
      new UpdateUserPoolClientCommand({
        UserPoolId,
        ClientId,
        ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        AccessTokenValidity: validity,
        IdTokenValidity: validity,
        TokenValidityUnits: { AccessToken: unit, IdToken: unit, RefreshToken: "days" },
      }),
    );
  await change(1, "seconds");
  const tokens = expectTokens(await signIn(user));
  await change(60, "minutes");
  await sleep(2100);
  return tokens;
}

/** Tokens of a user pool unrelated to the stack. */
export async function takeForeignTokens(cognito: CognitoIdentityProviderClient, stack: TargetStack): Promise<Tokens> {
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: "foreign", UsernameAttributes: ["email"] }));
  const UserPoolId = UserPool?.Id ?? "";
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: "foreign", ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }),
  );
  const foreign = createTargetStack({ ...stack, userPoolId: UserPoolId, clientId: UserPoolClient?.ClientId ?? "" }, cognito);
  const user = inventUser();
  await foreign.createUser(user);
  const tokens = expectTokens(await foreign.signIn(user));
  await cognito.send(new DeleteUserPoolCommand({ UserPoolId }));
  return tokens;
}
