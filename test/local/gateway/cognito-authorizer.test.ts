import { createHmac } from "node:crypto";
import { expect } from "chai";
import type { Recording } from "../../../local/record";
import { inputOf } from "../../support/programs";
import { createMachineClaims, createTestPool, idTokenPublicKey } from "../../support/user-pool";
import { edited } from "../support/edit";
import { createTestGateway, SCOPES } from "./fixture";

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const READ = { scopes: ["petsapi/read"] };

const withScopes = (authorizationScopes: readonly string[]) => (recording: Recording) =>
  edited(recording, "aws:apigateway/method:Method", "GET/pets", (inputs) => ({ ...inputs, authorizationScopes }));

describe("COGNITO_USER_POOLS authorizer", () => {
  it("accepts a token with the method's scope, with and without Bearer", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    expect((await ask({ token })).status).to.equal(200);
    expect((await ask({ token: `Bearer ${token}` })).status).to.equal(200);
  });

  it("TAKES_SCHEME_IN_ANY_CASE: accepts it before a token, with one space between, and no other scheme", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    for (const scheme of ["bearer", "BEARER", "bEaReR"])
      expect((await ask({ token: `${scheme} ${token}` })).status).to.equal(200);
    for (const scheme of ["BEARER ", "Bearer\t", "BEARE", "BEARERS", "Bearer bearer", "Basic"])
      expect((await ask({ token: `${scheme} ${token}` })).status, scheme).to.equal(401);
  });

  it("TAKES_UNUSED_SIGNATURE_BITS: accepts any last letter of a signature with the same significant bits", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);
    const respelled = `${token.slice(0, -1)}${{ A: "B", Q: "R", g: "h", w: "x" }[token.slice(-1)]}`;

    expect((await ask({ token: respelled })).status).to.equal(200);
  });

  it("REFUSED_HEADER_MEMBERS: refuses them with any value", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    for (const header of [
      { crit: ["exp"] },
      { crit: ["b64"], b64: true },
      { crit: [] },
      { b64: true },
      { b64: false },
      { cty: "JWT" },
    ])
      expect((await ask({ token: pool.accessToken({ ...READ, header }) })).status, JSON.stringify(header)).to.equal(401);
    expect((await ask({ token: pool.accessToken({ ...READ, header: { typ: "JWT" } }) })).status).to.equal(200);
  });

  it("accepts any one of several scopes", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, { edit: withScopes(["petsapi/read", "petsapi/admin"]) });

    expect((await ask({ token: pool.accessToken({ scopes: ["petsapi/read"] }) })).status).to.equal(200);
    expect((await ask({ token: pool.accessToken({ scopes: ["petsapi/admin"] }) })).status).to.equal(200);
    expect((await ask({ token: pool.accessToken({ scopes: ["petsapi/write"] }) })).status).to.equal(401);
  });

  it("responds 401 for a missing scope, and does not call the function", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);

    const answer = await ask({ token: pool.accessToken({ scopes: ["petsapi/write"] }) });

    expect(answer.status).to.equal(401);
    expect(answer.json()).to.deep.equal({ message: "Unauthorized" });
    expect(answer.header("x-amzn-ErrorType")).to.equal("UnauthorizedException");
    expect(calls).to.deep.equal([]);
  });

  it("responds 401 to an ID token, to no token, and to anything but a token", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    for (const token of [undefined, "", "Bearer ", "garbage", "a.b.c", pool.idToken({ groups: ["PetsAdmins"] })]) {
      expect((await ask(token === undefined ? {} : { token })).status, `${token}`).to.equal(401);
    }
  });

  it("reports an expired token as such, from the second that it expires", async () => {
    const { ask, pool, clock } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    clock.advance(3590 * 1000);
    expect((await ask({ token })).status).to.equal(200);
    clock.advance(11 * 1000);
    const answer = await ask({ token });

    expect(answer.status).to.equal(401);
    expect(answer.json()).to.deep.equal({ message: "The incoming token has expired" });
  });

  it("EXPIRED_TOKEN_MESSAGE: not for a token that has been tampered with as well", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const [head, , signature] = pool.accessToken(READ).split(".");
    const body = base64url({ iss: pool.issuer, exp: 1, token_use: "access", scope: "petsapi/read" });

    expect((await ask({ token: `${head}.${body}.${signature}` })).json()).to.deep.equal({ message: "Unauthorized" });
  });

  it("refuses a stranger's signature, another issuer, an unknown key, and a token without expiry", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const tokens = [
      createTestPool({ ...pool, stranger: true }).accessToken(READ),
      createTestPool({ ...pool, issuer: `${pool.issuer}X` }).accessToken(READ),
      pool.accessToken({ ...READ, header: { kid: "another" } }),
      pool.accessToken({ ...READ, header: { kid: undefined } }),
      pool.accessToken({ ...READ, claims: { exp: undefined } }),
      pool.accessToken({ ...READ, claims: { exp: "never" } }),
      pool.accessToken({ ...READ, claims: { exp: 1e300 } }),
      pool.accessToken({ ...READ, claims: { iat: 1e300 } }),
      pool.accessToken({ ...READ, claims: { iat: -1e300 } }),
      pool.accessToken({ ...READ, claims: { nbf: -1e300 } }),
      pool.accessToken({ ...READ, claims: { scope: ["petsapi/read"] } }),
    ];

    for (const token of tokens) expect((await ask({ token })).status).to.equal(401);
  });

  it("refuses a token with characters other than base64url and dots", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const token = pool.accessToken(READ);

    for (const written of [`${token}==`, `${token} `, ` ${token}`, `${token}\t`, token.replace(".", ". "), `${token}.`]) {
      expect((await ask({ token: written })).status, JSON.stringify(written.slice(-4))).to.equal(401);
    }
  });

  it("refuses every algorithm but RS256: none, and the public key as an HMAC secret", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);
    const payload = JSON.parse(Buffer.from(pool.accessToken(READ).split(".")[1] ?? "", "base64url").toString());
    const unsigned = `${base64url({ alg: "none", kid: "access-key" })}.${base64url(payload)}.`;
    const input = `${base64url({ alg: "HS256", kid: "access-key" })}.${base64url(payload)}`;
    const secret = idTokenPublicKey.export({ format: "pem", type: "spki" });
    const confused = `${input}.${createHmac("sha256", secret).update(input).digest("base64url")}`;

    expect((await ask({ token: unsigned })).status).to.equal(401);
    expect((await ask({ token: confused })).status).to.equal(401);
  });

  it("refuses a token of a pool that the engine has but the authorizer does not name", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, {
      poolArn: "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_other",
    });

    expect((await ask({ token: pool.accessToken(READ) })).status).to.equal(401);
  });

  it("accepts a token of another client of the pool, since it does not check the client", async () => {
    const { ask, pool } = await createTestGateway(SCOPES);

    expect((await ask({ token: createTestPool({ ...pool, clientId: "another" }).accessToken(READ) })).status).to.equal(200);
  });

  it("accepts a machine's token by its scope, and passes its claims, without a username, to the function", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const tokenWith = (scope: string) => pool.accessToken({ claims: createMachineClaims("machine", [scope]) });

    expect((await ask({ token: tokenWith("petsapi/write") })).status).to.equal(401);
    expect((await ask({ token: tokenWith("petsapi/read") })).status).to.equal(200);

    const claims = inputOf({ event: calls[0]?.event }, "event", "requestContext", "authorizer", "claims");
    expect(claims).to.include({ sub: "machine", client_id: "machine", scope: "petsapi/read", version: "2" });
    expect(claims).not.to.have.any.keys("username", "cognito:username");
  });

  it("passes claims to the function as text, with Java dates and comma-separated lists", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const exp = Date.UTC(2099, 0, 2, 3, 4, 5) / 1000;

    await ask({ token: pool.accessToken({ ...READ, groups: ["a", "b"], claims: { exp, auth_time: 7, flag: true } }) });

    expect(inputOf({ event: calls[0]?.event }, "event", "requestContext", "authorizer", "claims")).to.include({
      "cognito:groups": "a,b",
      exp: "Fri Jan 02 03:04:05 UTC 2099",
      auth_time: "7",
      flag: "true",
      token_use: "access",
    });
  });

  it("passes objects to the function as JSON, comma-separated within a list", async () => {
    const { ask, pool, calls } = await createTestGateway(SCOPES);
    const identities = [
      { userId: "1", primary: "true" },
      { userId: "2", issuer: null },
    ];
    const claims = { identities, address: { country: "NL" }, nothing: null, mixed: ["a", 1, ["b", "c"]] };

    await ask({ token: pool.accessToken({ ...READ, claims }) });

    expect(inputOf({ event: calls[0]?.event }, "event", "requestContext", "authorizer", "claims")).to.include({
      identities: '{"userId":"1","primary":"true"},{"userId":"2","issuer":null}',
      address: '{"country":"NL"}',
      nothing: "null",
      mixed: 'a,1,["b","c"]',
    });
  });

  it("accepts only ID tokens on a method without scopes", async () => {
    const { ask, pool } = await createTestGateway(SCOPES, { edit: withScopes([]) });

    expect((await ask({ token: pool.idToken() })).status).to.equal(200);
    expect((await ask({ token: pool.accessToken(READ) })).status).to.equal(401);
  });
});
