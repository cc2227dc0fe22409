import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { clientIdOf, type RunningEngine, SCOPES, useEngine } from "./running";

const ATTRIBUTES = [
  { Name: "name", Value: "Ada" },
  { Name: "locale", Value: "en" },
];
const PASSWORD = "Correct-Horse-1";

/** The official client, configured as the engine's greeting says: an endpoint and any credentials. */
const createClient = ({ engine }: RunningEngine) =>
  new sdk.CognitoIdentityProviderClient({
    endpoint: engine.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

describe("official Cognito client against a running engine", () => {
  const running = useEngine();
  let client: sdk.CognitoIdentityProviderClient;
  let UserPoolId: string;
  let ClientId: string;
  before(() => {
    client = createClient(running());
    const stack = running().stack(SCOPES);
    UserPoolId = stack.pool.id;
    ClientId = clientIdOf(stack);
    running().keepSecret(PASSWORD);
  });
  after(() => client.destroy());

  const createUser = async (Username: string, ...groups: readonly string[]) => {
    const UserAttributes = [...ATTRIBUTES, { Name: "email_verified", Value: "true" }];
    await client.send(new sdk.AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: "SUPPRESS" }));
    await client.send(new sdk.AdminSetUserPasswordCommand({ UserPoolId, Username, Password: PASSWORD, Permanent: true }));
    for (const GroupName of groups) await client.send(new sdk.AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  };
  const signUp = (Username: string, Password = PASSWORD) =>
    client.send(new sdk.SignUpCommand({ ClientId, Username, Password, UserAttributes: ATTRIBUTES }));
  const confirm = (Username: string, ConfirmationCode: string) =>
    client.send(new sdk.ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  const signIn = async (USERNAME: string, password = PASSWORD) => {
    const AuthParameters = { USERNAME, PASSWORD: password };
    const { AuthenticationResult } = await client.send(
      new sdk.InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }),
    );
    const { AccessToken = "", IdToken = "", RefreshToken = "" } = AuthenticationResult ?? {};
    running().keepSecret(RefreshToken);
    return { AccessToken, IdToken, RefreshToken };
  };
  const refresh = (REFRESH_TOKEN: string) =>
    client.send(new sdk.InitiateAuthCommand({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN } }));
  const errorOf = (sent: Promise<unknown>): Promise<unknown> => sent.then(() => undefined).catch((error: unknown) => error);

  it("creates a user with a password and groups, who signs in with their scopes", async () => {
    await createUser("made@example.com", "ReadPetsAccess");

    const { AccessToken, IdToken } = await signIn("made@example.com");

    expect(decodeJwt(AccessToken)).to.include({ token_use: "access", client_id: ClientId });
    expect(decodeJwt(AccessToken).scope).to.equal("aws.cognito.signin.user.admin openid profile petsapi/read");
    expect(decodeJwt(IdToken)).to.include({ token_use: "id", aud: ClientId, email: "made@example.com" });
  });

  it("signs up, confirms with the code that the page shows, and signs in", async () => {
    const { UserConfirmed, CodeDeliveryDetails } = await signUp("joined@example.com");
    expect(UserConfirmed).to.equal(false);
    expect(CodeDeliveryDetails?.Destination).to.equal("j***@e***");

    await confirm("joined@example.com", await running().codeFor("joined@example.com"));
    const { AccessToken } = await signIn("joined@example.com");

    const { UserAttributes } = await client.send(new sdk.GetUserCommand({ AccessToken }));
    expect(UserAttributes).to.deep.include({ Name: "email_verified", Value: "true" });
    expect(UserAttributes).to.deep.include({ Name: "email", Value: "joined@example.com" });
  });

  it("refreshes with the current groups", async () => {
    await createUser("risen@example.com", "ReadPetsAccess");
    const { RefreshToken } = await signIn("risen@example.com");
    const membership = { UserPoolId, Username: "risen@example.com", GroupName: "WritePetsAccess" };

    await client.send(new sdk.AdminAddUserToGroupCommand(membership));
    const { AuthenticationResult } = await refresh(RefreshToken);

    expect(decodeJwt(AuthenticationResult?.AccessToken ?? "").scope).to.include("petsapi/write");
    expect(AuthenticationResult?.RefreshToken).to.equal(undefined);
  });

  it("refreshes without a flow, as Amplify does, with a token for Cognito's own operations", async () => {
    await createUser("amplified@example.com", "ReadPetsAccess");
    const { RefreshToken } = await signIn("amplified@example.com");

    const { AuthenticationResult } = await client.send(new sdk.GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));

    const AccessToken = AuthenticationResult?.AccessToken ?? "";
    expect(decodeJwt(AccessToken).scope).to.include("petsapi/read");
    expect((await client.send(new sdk.GetUserCommand({ AccessToken }))).Username).to.equal(decodeJwt(AccessToken).sub);
  });

  it("gets a new code, and only the new one confirms", async () => {
    await signUp("patient@example.com");
    const first = await running().codeFor("patient@example.com");

    const { CodeDeliveryDetails } = await client.send(
      new sdk.ResendConfirmationCodeCommand({ ClientId, Username: "patient@example.com" }),
    );

    expect(CodeDeliveryDetails?.Destination).to.equal("p***@e***");
    const second = await running().codeFor("patient@example.com");
    if (first !== second)
      expect(await errorOf(confirm("patient@example.com", first))).to.be.instanceOf(sdk.CodeMismatchException);
    await confirm("patient@example.com", second);
  });

  it("revokes a refresh token with the access token from it, and no other sign-in", async () => {
    await createUser("revoked@example.com");
    const [first, second] = [await signIn("revoked@example.com"), await signIn("revoked@example.com")];

    await client.send(new sdk.RevokeTokenCommand({ ClientId, Token: first.RefreshToken }));

    expect(await errorOf(refresh(first.RefreshToken))).to.include({ message: "Refresh Token has been revoked" });
    const AccessToken = first.AccessToken;
    expect(await errorOf(client.send(new sdk.GetUserCommand({ AccessToken })))).to.be.instanceOf(sdk.NotAuthorizedException);
    await client.send(new sdk.GetUserCommand({ AccessToken: second.AccessToken }));
    await refresh(second.RefreshToken);
  });

  it("signs a user out globally", async () => {
    await createUser("gone@example.com");
    const [first, second] = [await signIn("gone@example.com"), await signIn("gone@example.com")];

    await client.send(new sdk.GlobalSignOutCommand({ AccessToken: first.AccessToken }));

    for (const { RefreshToken, AccessToken } of [first, second]) {
      expect(await errorOf(refresh(RefreshToken))).to.be.instanceOf(sdk.NotAuthorizedException);
      expect(await errorOf(client.send(new sdk.GetUserCommand({ AccessToken })))).to.be.instanceOf(sdk.NotAuthorizedException);
    }
  });

  it("shows a temporary password on the page and in the mail's log line only", async () => {
    const Username = "mailed@example.com";
    await client.send(new sdk.AdminCreateUserCommand({ UserPoolId, Username, UserAttributes: ATTRIBUTES }));
    const temporary = await running().codeFor(Username);

    const AuthParameters = { USERNAME: Username, PASSWORD: temporary };
    const answer = await client.send(new sdk.InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));

    expect(answer.ChallengeName).to.equal("NEW_PASSWORD_REQUIRED");
    const telling = running().lines.filter((line) => JSON.stringify(line).includes(JSON.stringify(temporary)));
    expect(telling.map(({ kind }) => kind)).to.deep.equal(["code"]);
  });

  it("gets every error as the client's own exception", async () => {
    await createUser("known@example.com");
    await signUp("waiting@example.com");
    const { AccessToken } = await signIn("known@example.com");
    const wrong = (await running().codeFor("waiting@example.com")) === "000000" ? "000001" : "000000";
    const stranger = { UserPoolId, Username: "stranger@example.com" };
    const cases = [
      [sdk.NotAuthorizedException, () => signIn("known@example.com", "Wrong-Horse-11")],
      [sdk.NotAuthorizedException, () => signIn("stranger@example.com")],
      [sdk.NotAuthorizedException, () => refresh("unknown")],
      [sdk.NotAuthorizedException, () => client.send(new sdk.GetUserCommand({ AccessToken: "a.b.c" }))],
      [sdk.UserNotConfirmedException, () => signIn("waiting@example.com")],
      [sdk.CodeMismatchException, () => confirm("waiting@example.com", wrong)],
      [sdk.UsernameExistsException, () => signUp("known@example.com")],
      [sdk.InvalidPasswordException, () => signUp("weak@example.com", "weak-but-long")],
      [sdk.InvalidParameterException, () => signUp("no email")],
      [sdk.UserNotFoundException, () => client.send(new sdk.AdminDeleteUserCommand(stranger))],
      [sdk.ResourceNotFoundException, () => client.send(new sdk.ListUsersCommand({ UserPoolId: "us-east-1_nowhere" }))],
      [
        sdk.ResourceNotFoundException,
        () =>
          client.send(new sdk.AdminAddUserToGroupCommand({ UserPoolId, Username: "known@example.com", GroupName: "Nobodies" })),
      ],
      [sdk.UnsupportedTokenTypeException, () => client.send(new sdk.RevokeTokenCommand({ ClientId, Token: AccessToken }))],
    ] as const;

    for (const [kind, send] of cases) {
      const error = await errorOf(send());
      expect(error, kind.name).to.be.instanceOf(kind);
      expect(error).to.have.nested.property("$metadata.httpStatusCode", 400);
      expect(error).to.have.property("name", kind.name);
    }
  });

  it("is limited in guesses at a code, and confirms with the right one an hour later", async () => {
    await signUp("guessed@example.com");
    const code = await running().codeFor("guessed@example.com");
    const wrong = code === "000000" ? "000001" : "000000";

    for (let i = 0; i < 15; i++)
      expect(await errorOf(confirm("guessed@example.com", wrong))).to.be.instanceOf(sdk.CodeMismatchException);
    expect(await errorOf(confirm("guessed@example.com", code))).to.be.instanceOf(sdk.LimitExceededException);
    running().engine.clock.advance(3600 * 1000);

    await confirm("guessed@example.com", code);
  });

  it("leaks nothing into the log", () => {
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
