import { METHODS } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { ask, headerOf } from "./raw";
import { AUTHORIZER, clientIdOf, SCOPES, useEngine } from "./running";

const RUNS = 250;
const SERVICE = "AWSCognitoIdentityProviderService";
const OPERATIONS = [
  "InitiateAuth",
  "RespondToAuthChallenge",
  "SignUp",
  "ConfirmSignUp",
  "GetUser",
  "GlobalSignOut",
  "RevokeToken",
];
const ADMIN_OPERATIONS = [
  ...["AdminCreateUser", "AdminSetUserPassword", "AdminConfirmSignUp", "AdminDisableUser", "AdminEnableUser", "AdminDeleteUser"],
  ...["AdminUserGlobalSignOut", "AdminAddUserToGroup", "AdminRemoveUserFromGroup", "ListUsers", "ListGroups", "DescribeUserPool"],
  "DescribeUserPoolClient",
];
const FIELDS = [
  ...[
    "ClientId",
    "UserPoolId",
    "Username",
    "Password",
    "AuthFlow",
    "AuthParameters",
    "ChallengeName",
    "ChallengeResponses",
    "Session",
  ],
  ...[
    "AccessToken",
    "Token",
    "GroupName",
    "UserAttributes",
    "ConfirmationCode",
    "ClientMetadata",
    "Filter",
    "Limit",
    "NextToken",
  ],
  ...["__proto__", "constructor", "prototype", "toString", "\ud800", ""],
];

const parse = (body: string): Readonly<Record<string, unknown>> => JSON.parse(body);

describe("arbitrary requests to Cognito at a running engine", () => {
  const running = useEngine();
  let poolId: string;
  let clientId: string;
  before(() => {
    const stack = running().stack(SCOPES);
    poolId = stack.pool.id;
    clientId = clientIdOf(stack);
  });
  afterEach("the engine still answers", async () => {
    for (const strategy of [SCOPES, AUTHORIZER]) await running().tokenOf(running().stack(strategy), "reader");
  });

  const send = (operation: string, body: string, headers: readonly string[] = []) =>
    ask(running().port, {
      method: "POST",
      headers: ["Content-Type: application/x-amz-json-1.1", `X-Amz-Target: ${operation}`, ...headers],
      body: Buffer.from(body),
    });
  const value = fc.oneof(
    fc.constantFrom(
      "USER_PASSWORD_AUTH",
      "USER_SRP_AUTH",
      "REFRESH_TOKEN_AUTH",
      "PASSWORD_VERIFIER",
      "NEW_PASSWORD_REQUIRED",
      "a@example.com",
      "__proto__",
      "\ud800",
      "\u0000",
      "x".repeat(5000),
    ),
    fc.constantFrom(
      { USERNAME: "__proto__", PASSWORD: "x" },
      { USERNAME: "a", SRP_A: "0" },
      { USERNAME: {} },
      [],
      {},
      null,
      true,
      1e308,
      -1,
    ),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const entries = fc.array(fc.tuple(fc.constantFrom(...FIELDS), value), { maxLength: 8 });
  const input = fc.tuple(entries, fc.boolean()).map(([list, isNamed]) => {
    const named = isNamed ? [["ClientId", clientId] as const, ["UserPoolId", poolId] as const] : [];
    return `{${[...list, ...named].map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`).join(",")}}`;
  });
  const body = fc.oneof(
    input,
    fc.json(),
    fc.string(),
    fc.constantFrom("", "[]", "null", "{", '{"Limit":1e400}', `${"[".repeat(50_000)}`),
  );

  it("get 200 or a named error, and never a server fault", async () => {
    const operation = fc.constantFrom(...OPERATIONS, ...ADMIN_OPERATIONS);
    await fc.assert(
      fc.asyncProperty(operation, body, fc.boolean(), async (name, text, isSigned) => {
        const headers = isSigned ? ["Authorization: AWS4-HMAC-SHA256 Credential=x"] : [];

        const answer = await send(`${SERVICE}.${name}`, text, headers);

        expect(answer.status, answer.body).to.be.oneOf([200, 400]);
        if (answer.status === 400) expect(parse(answer.body).__type).to.match(/^[A-Z][A-Za-z]+Exception$/);
        if (!isSigned) expect(answer.status === 200 && ADMIN_OPERATIONS.includes(name)).to.equal(false);
        expect(headerOf(answer, "Content-Type")).to.equal("application/x-amz-json-1.1");
      }),
      { numRuns: RUNS },
    );
  });

  it("get no tokens without a password", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("InitiateAuth", "RespondToAuthChallenge"), body, async (name, text) => {
        expect((await send(`${SERVICE}.${name}`, text)).body).not.to.include("AuthenticationResult");
      }),
      { numRuns: RUNS / 2 },
    );
  });

  it("cannot run administrative operations without a signature in AWS's format", async () => {
    const signatures = [
      [],
      ["Authorization: Bearer x"],
      ["Authorization: AWS4-HMAC-SHA256"],
      ["Authorization: aws4-hmac-sha256 x"],
      ["X-Amz-Security-Token: x"],
    ];
    const username = running().user("reader").username;
    const text = JSON.stringify({
      UserPoolId: poolId,
      ClientId: clientId,
      Username: username,
      GroupName: "PetsAdmins",
      Password: "Correct-Horse-1",
    });
    for (const name of ADMIN_OPERATIONS) {
      for (const headers of signatures) {
        const answer = await send(`${SERVICE}.${name}`, text, headers);

        expect(answer.status, name).to.equal(400);
        expect(parse(answer.body).__type).to.equal("MissingAuthenticationTokenException");
      }
    }
  });

  it("can run no unknown operations", async () => {
    const targets = [
      "",
      ".",
      "InitiateAuth",
      `${SERVICE}.`,
      `${SERVICE}.__proto__`,
      `${SERVICE}.constructor`,
      `${SERVICE}.toString`,
      `${SERVICE}.initiateAuth`,
      `${SERVICE}.InitiateAuth.x`,
      `x${SERVICE}.InitiateAuth`,
      `${SERVICE}. InitiateAuth`,
      `${SERVICE}.AdminGetUser\u00e9`,
      "DynamoDB_20111205.Scan",
    ];
    for (const target of targets) {
      const answer = await send(target, "{}");

      expect(answer.status, target).to.equal(400);
      expect(parse(answer.body).__type, target).to.equal("UnknownOperationException");
    }
  });

  it("get responses to POST only, so that a page is not mistaken for Cognito", async () => {
    const headers = [`X-Amz-Target: ${SERVICE}.ListUsers`];
    for (const method of METHODS.filter((name) => !["POST", "GET", "HEAD", "OPTIONS", "CONNECT"].includes(name))) {
      expect((await ask(running().port, { method, headers })).status, method).to.equal(405);
    }
    expect((await ask(running().port, { method: "OPTIONS", headers })).status).to.equal(200);
    for (const method of ["GET", "HEAD"])
      expect(headerOf(await ask(running().port, { method, headers }), "Content-Type"), method).to.match(/^text\/html/);
    expect((await ask(running().port, { method: "POST", target: "/index.html", headers, body: "{}" })).status).to.equal(404);
  });

  it("may come from a page of any origin, but not as an administrator", async () => {
    const preflight = await ask(running().port, {
      method: "OPTIONS",
      headers: ["Origin: https://evil.example", "Access-Control-Request-Method: POST"],
    });

    expect(headerOf(preflight, "Access-Control-Allow-Origin")).to.equal("*");
    expect(headerOf(preflight, "Access-Control-Allow-Headers")).not.to.match(/authorization|x-local-page|\*/i);
    expect(headerOf(preflight, "Access-Control-Allow-Credentials")).to.equal(undefined);
  });

  it("see only the public half of the keys, at the issuers' paths only", async () => {
    for (const { pool } of running().engine.stacks) {
      const keySet = await ask(running().port, { target: `/${pool.id}/.well-known/jwks.json` });
      const configuration = await ask(running().port, { target: `/${pool.id}/.well-known/openid-configuration` });

      expect(configuration.status).to.equal(200);
      expect(keySet.body).not.to.match(/"(?:d|p|q|dp|dq|qi)":/);
      for (const target of [
        `/${pool.id}/`,
        `/${pool.id}.json`,
        `/${pool.id}/.well-known/`,
        `/${pool.id}/.well-known/jwks.json/`,
        `/${pool.id}/.well-known/%6awks.json`,
        `/${pool.id}/.well-known/../jwks.json`,
        "/.well-known/jwks.json",
        "/__proto__/.well-known/jwks.json",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/../../etc/passwd",
        "/..%2f..%2fpackage.json",
        "/tables",
        "/main.ts",
      ]) {
        expect((await ask(running().port, { target })).status, target).to.equal(404);
      }
    }
  });

  it("leak nothing into the log", () => {
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
