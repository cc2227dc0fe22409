import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";

interface NewPerson {
  /** An address, to which no mail is sent. */
  readonly username: string;
  readonly password: string;
  readonly groups: readonly string[];
}

/** Creates a user who can sign in immediately, with all required attributes. */
export async function addPerson(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  { username, password, groups }: NewPerson,
  abortSignal?: AbortSignal,
): Promise<void> {
  const options = abortSignal === undefined ? {} : { abortSignal };
  const user = { UserPoolId, Username: username };
  const attributes = { email: username, email_verified: "true", name: "Ada", locale: "en" };
  const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  await cognito.send(new AdminCreateUserCommand({ ...user, MessageAction: "SUPPRESS", UserAttributes }), options);
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }), options);
  for (const GroupName of groups) await cognito.send(new AdminAddUserToGroupCommand({ ...user, GroupName }), options);
}
