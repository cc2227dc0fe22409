import {
  AuthenticationDetails,
  CognitoRefreshToken,
  CognitoUser,
  CognitoUserAttribute,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { expect } from "chai";
import { createMemoryStorage } from "../../support/memory-storage";
import { AUTHORIZER, clientIdOf, SCOPES, sentToken, useEngine } from "./running";

const PASSWORD = "Correct-Horse-1";

type Outcome = { readonly session: CognitoUserSession } | { readonly error: Error } | { readonly newPasswordFor: unknown };

const signIn = (user: CognitoUser, Password: string) =>
  new Promise<Outcome>((resolve) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), {
      onSuccess: (session) => resolve({ session }),
      onFailure: (error: Error) => resolve({ error }),
      newPasswordRequired: (newPasswordFor) => resolve({ newPasswordFor }),
    });
  });

const sessionOf = (outcome: Outcome): CognitoUserSession => {
  if (!("session" in outcome)) throw new Error(`there is no session: ${JSON.stringify(outcome)}`);
  return outcome.session;
};

const tokensOf = (session: CognitoUserSession) => ({
  AccessToken: session.getAccessToken().getJwtToken(),
  IdToken: session.getIdToken().getJwtToken(),
  RefreshToken: session.getRefreshToken().getToken(),
});

/** Its arithmetic takes a third of a second per password, so each test sends one and leaves the rest to test/local/cognito. */
describe("browser library against a running engine", () => {
  const running = useEngine();
  const createPool = (strategy: string) => {
    const stack = running().stack(strategy);
    return new CognitoUserPool({
      UserPoolId: stack.pool.id,
      ClientId: clientIdOf(stack),
      endpoint: running().engine.url,
      Storage: createMemoryStorage(),
    });
  };
  const createUser = (Username: string, strategy = SCOPES) =>
    new CognitoUser({ Username, Pool: createPool(strategy), Storage: createMemoryStorage() });
  const statusOf = async (session: CognitoUserSession, strategy: string) => {
    const stack = running().stack(strategy);
    return (await running().ask(stack, { token: sentToken(stack, tokensOf(session)) })).status;
  };

  for (const strategy of [SCOPES, AUTHORIZER]) {
    it(`signs in without sending the password, and gets a token that opens the API of ${strategy}`, async () => {
      const { username, password } = running().user("reader");

      const session = sessionOf(await signIn(createUser(username, strategy), password));

      expect(await statusOf(session, strategy)).to.equal(200);
    });
  }

  it("gets an error for a wrong password", async () => {
    const outcome = await signIn(createUser(running().user("reader").username), "Wrong-Horse-11");

    expect(outcome).to.have.nested.property("error.code", "NotAuthorizedException");
    expect(outcome).to.have.nested.property("error.message", "Incorrect username or password.");
  });

  it("signs up, confirms with the mailed code, and signs in as a user without permissions", async () => {
    const email = "new.browser@example.com";
    running().keepSecret(PASSWORD);
    const attributes = Object.entries({ name: "Ada", locale: "en" }).map(
      ([Name, Value]) => new CognitoUserAttribute({ Name, Value }),
    );
    await new Promise((resolve, reject) => {
      createPool(SCOPES).signUp(email, PASSWORD, attributes, [], (error, result) => (error ? reject(error) : resolve(result)));
    });

    const code = await running().codeFor(email);
    await new Promise((resolve, reject) => {
      createUser(email).confirmRegistration(code, false, (error, result) => (error ? reject(error) : resolve(result)));
    });
    const session = sessionOf(await signIn(createUser(email), PASSWORD));

    expect(await statusOf(session, SCOPES)).to.equal(401);
  });

  it("replaces a temporary password, and refreshes the session", async () => {
    const email = "temporary.browser@example.com";
    const temporary = running().keepSecret("Temporary-Horse-1");
    const UserAttributes = Object.entries({ name: "Ada", locale: "en" }).map(([Name, Value]) => ({ Name, Value }));
    const created = { Username: email, TemporaryPassword: temporary, UserAttributes, MessageAction: "SUPPRESS" };
    await running().administer(running().stack(SCOPES), "AdminCreateUser", created);
    const user = createUser(email);

    expect(await signIn(user, temporary)).to.have.property("newPasswordFor");
    const session = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.completeNewPasswordChallenge(PASSWORD, {}, { onSuccess: resolve, onFailure: reject });
    });
    const refreshToken = new CognitoRefreshToken({ RefreshToken: running().keepSecret(tokensOf(session).RefreshToken) });
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.refreshSession(refreshToken, (error, result) => (error ? reject(error) : resolve(result)));
    });

    expect(refreshed.getIdToken().payload.email).to.equal(email);
    expect(tokensOf(refreshed).AccessToken).not.to.equal(tokensOf(session).AccessToken);
  });

  it("leaks nothing into the log", () => {
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
