import { getDiffieHellman } from "node:crypto";
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  GetUserCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  NotAuthorizedException,
} from "@aws-sdk/client-cognito-identity-provider";
import { CognitoRefreshToken, type CognitoUserSession } from "amazon-cognito-identity-js";
import { expect } from "chai";
import { withServer } from "../../support/server";
import { authenticate, browserUser } from "./browser-user";
import { ADA, ADA_ATTRIBUTES, claimsOf, faultOf, listenTo, OTHER_CLIENT, type Reply, TestPool, type Values } from "./support";

const INCORRECT = "NotAuthorizedException: Incorrect username or password.";

const start = (pool: TestPool, parameters: Values) =>
  pool.asClient("InitiateAuth", { AuthFlow: "USER_SRP_AUTH", AuthParameters: parameters });
const parametersOf = ({ body }: Reply): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(body.ChallengeParameters ?? {}));

describe("USER_SRP_AUTH", () => {
  it("lets the browser library sign in, refresh, read the user and sign out globally", async () => {
    const pool = await TestPool.create();
    await pool.addAda("PetsAdmins");

    await withServer(listenTo(pool), async (address) => {
      const user = browserUser(pool, address);
      const outcome = await authenticate(user, ADA.password);
      if (!("session" in outcome)) throw new Error(`no session: ${JSON.stringify(outcome)}`);
      const { session } = outcome;
      expect(session.getAccessToken().payload.scope).to.equal(
        "aws.cognito.signin.user.admin openid profile petsapi/read petsapi/write",
      );

      const refreshToken = new CognitoRefreshToken({ RefreshToken: session.getRefreshToken().getToken() });
      const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
        user.refreshSession(refreshToken, (error, result) => (error ? reject(error) : resolve(result)));
      });
      expect(refreshed.getIdToken().payload.email).to.equal(ADA.email);

      await new Promise((resolve, reject) => user.globalSignOut({ onSuccess: resolve, onFailure: reject }));
      expect(faultOf(await pool.refresh(session.getRefreshToken().getToken()))).to.equal(
        "NotAuthorizedException: Refresh Token has been revoked",
      );
    });
  });

  it("refuses the browser library with a wrong password or an unknown username", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    await withServer(listenTo(pool), async (address) => {
      for (const username of [ADA.email, "eve@example.com"]) {
        const outcome = await authenticate(browserUser(pool, address, username), "Wrong-Horse-1");
        expect(outcome).to.have.nested.property("error.message", "Incorrect username or password.");
      }
    });
  });

  it("lets the browser library replace a temporary password", async () => {
    const pool = await TestPool.create();
    await pool.asAdmin("AdminCreateUser", { UserAttributes: ADA_ATTRIBUTES, TemporaryPassword: "Temporary-Horse-1" });

    await withServer(listenTo(pool), async (address) => {
      const user = browserUser(pool, address);
      expect(await authenticate(user, "Temporary-Horse-1")).to.have.nested.property("newPasswordFor.email", ADA.email);
      await new Promise((resolve, reject) => {
        user.completeNewPasswordChallenge(ADA.password, {}, { onSuccess: resolve, onFailure: reject });
      });
      expect(await authenticate(browserUser(pool, address), ADA.password)).to.have.property("session");
    });
  });

  it("answers an unknown username like a user: a stable salt and id, and a new B each time", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const ask = async (USERNAME: string) => parametersOf(await start(pool, { USERNAME, SRP_A: "abc" }));

    const [ada, eve, again] = [await ask(ADA.email), await ask("eve@example.com"), await ask("EVE@example.com")];

    expect(Object.keys(eve)).to.deep.equal(Object.keys(ada));
    expect(eve.SALT)
      .to.match(/^[0-9a-f]{32}$/)
      .and.to.equal(again.SALT);
    expect(ada.SALT)
      .to.match(/^[0-9a-f]{32}$/)
      .and.not.to.equal(eve.SALT);
    expect(eve.USER_ID_FOR_SRP).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(eve.USER_ID_FOR_SRP).to.equal(again.USER_ID_FOR_SRP);
    expect(eve.SRP_B).not.to.equal(again.SRP_B);
    const id = "7d8ca528-4931-4254-9273-ea5ee853f271";
    expect((await ask(id)).USER_ID_FOR_SRP, "an id stays what it is, as a user's does").to.equal(id);
  });

  it("reports an unknown username if the client does not hide user existence", async () => {
    const pool = await TestPool.create({ changes: { UserPoolClient: { preventUserExistenceErrors: "LEGACY" } } });

    expect(faultOf(await start(pool, { USERNAME: ADA.email, SRP_A: "abc" }))).to.equal(
      "UserNotFoundException: User does not exist.",
    );
  });

  it("refuses public values that are not numbers or would make the key predictable", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const N = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);

    for (const SRP_A of ["xyz", "-1", "a".repeat(2000), "0", N.toString(16), (3n * N).toString(16)]) {
      expect(faultOf(await start(pool, { USERNAME: ADA.email, SRP_A })), SRP_A.slice(0, 9)).to.match(
        /^InvalidParameterException/,
      );
    }
  });
});

describe("PASSWORD_VERIFIER", () => {
  const TIMESTAMP = "Tue Oct 6 12:00:00 UTC 2026";
  const answer = (pool: TestPool, parameters: Readonly<Record<string, string>>, changes: Values = {}) =>
    pool.asClient("RespondToAuthChallenge", {
      ChallengeName: "PASSWORD_VERIFIER",
      ChallengeResponses: {
        USERNAME: parameters.USER_ID_FOR_SRP,
        TIMESTAMP,
        PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64"),
        PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK,
        ...changes,
      },
    });

  it("accepts a response once", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const bodies: Values[] = [];
    await withServer(
      listenTo(pool, (_operation, body) => bodies.push(body)),
      async (address) => {
        expect(await authenticate(browserUser(pool, address), ADA.password)).to.have.property("session");
      },
    );

    const again = await pool.send("RespondToAuthChallenge", bodies.at(-1), false);

    expect(faultOf(again)).to.equal(INCORRECT);
  });

  it("expires with the session", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const later = (operation: string) => {
      if (operation === "RespondToAuthChallenge") pool.clock.advance(3 * 60_000);
    };

    await withServer(listenTo(pool, later), async (address) => {
      const outcome = await authenticate(browserUser(pool, address), ADA.password);
      expect(outcome).to.have.nested.property("error.message", "Incorrect username or password.");
    });
  });

  it("refuses a response from another client, even a right one", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const replies: Promise<Reply>[] = [];
    const fromOtherClient = (operation: string, body: Values) => {
      if (operation === "RespondToAuthChallenge") replies.push(pool.send(operation, { ...body, ClientId: OTHER_CLIENT }, false));
    };

    await withServer(listenTo(pool, fromOtherClient), async (address) => {
      await authenticate(browserUser(pool, address), ADA.password);
    });

    expect(await Promise.all(replies).then(([reply]) => reply && faultOf(reply))).to.equal(INCORRECT);
  });

  it("refuses a wrong, short or malformed signature, which ends the challenge", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    for (const PASSWORD_CLAIM_SIGNATURE of [Buffer.alloc(32).toString("base64"), "AA==", "!"]) {
      const parameters = parametersOf(await start(pool, { USERNAME: ADA.email, SRP_A: "abc" }));
      expect(faultOf(await answer(pool, parameters, { PASSWORD_CLAIM_SIGNATURE }))).to.equal(INCORRECT);
      expect((await answer(pool, parameters)).trace.steps[0]).to.include({
        kind: "challenge",
        reason: "unknown, expired or used",
      });
    }
  });

  it("counts wrong responses towards the lockout", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    // The eleventh is followed by a lockout of 64 seconds, longer than the slowest machine takes.
    for (let attempt = 0; attempt < 11; attempt++) {
      pool.clock.advance(60_000);
      const parameters = parametersOf(await start(pool, { USERNAME: ADA.email, SRP_A: "abc" }));
      expect(faultOf(await answer(pool, parameters))).to.equal(INCORRECT);
    }

    await withServer(listenTo(pool), async (address) => {
      const outcome = await authenticate(browserUser(pool, address), ADA.password);
      expect(outcome).to.have.nested.property("error.message", "Password attempts exceeded");
    });
  });

  it("refuses another user's name", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const parameters = parametersOf(await start(pool, { USERNAME: ADA.email, SRP_A: "abc" }));

    const reply = await answer(pool, parameters, { USERNAME: "eve@example.com" });

    expect(faultOf(reply)).to.equal(INCORRECT);
    expect(reply.trace.steps.map(({ kind }) => kind)).not.to.include("password");
  });

  it("reports missing parameters, and dates not formatted as the libraries do", async () => {
    const pool = await TestPool.create();
    const parameters = parametersOf(await start(pool, { USERNAME: ADA.email, SRP_A: "abc" }));

    for (const name of ["USERNAME", "TIMESTAMP", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK"]) {
      expect(faultOf(await answer(pool, parameters, { [name]: null }))).to.equal(
        `InvalidParameterException: Missing required parameter ${name}`,
      );
    }
    expect(faultOf(await answer(pool, parameters, { TIMESTAMP: "2026-10-06T12:00:00Z" }))).to.equal(
      "InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
    );
  });
});

describe("official SDK", () => {
  it("signs in, gets errors as their classes, and signs administrative requests", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    await withServer(listenTo(pool), async (endpoint) => {
      const sdk = new CognitoIdentityProviderClient({
        endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "local", secretAccessKey: "local" },
      });
      const signIn = (PASSWORD: string) =>
        sdk.send(
          new InitiateAuthCommand({
            ClientId: pool.client.id,
            AuthFlow: "USER_PASSWORD_AUTH",
            AuthParameters: { USERNAME: ADA.email, PASSWORD },
          }),
        );

      const { AuthenticationResult: tokens } = await signIn(ADA.password);
      expect(claimsOf(tokens?.IdToken ?? "")).to.include({ email: ADA.email });
      const user = await sdk.send(new GetUserCommand({ AccessToken: tokens?.AccessToken }));
      expect(user.UserAttributes).to.deep.include({ Name: "email", Value: ADA.email });
      const error: unknown = await signIn("Wrong-Horse-1").catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(NotAuthorizedException).and.to.have.property("message", "Incorrect username or password.");
      const created = await sdk.send(new AdminCreateUserCommand({ UserPoolId: pool.model.id, Username: "eve@example.com" }));
      expect(created.User).to.include({ UserStatus: "FORCE_CHANGE_PASSWORD", Enabled: true });
      expect(created.User?.UserCreateDate).to.be.instanceOf(Date);
      const { Users: users } = await sdk.send(new ListUsersCommand({ UserPoolId: pool.model.id }));
      expect(users).to.have.lengthOf(2);
      sdk.destroy();
    });
  });
});
