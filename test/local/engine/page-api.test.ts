import { METHODS } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";
import { accessControl } from "../../../config/access-control";
import program from "../../../index";
import { exampleClaims } from "../../support/example-claims";
import { ask, headerOf, type RawAnswer } from "./raw";
import { AUTHORIZER, clientIdOf, RunningEngine, SCOPES, useEngine } from "./running";

const OWN = "X-Local-Page: 1";
const PATHS = ["/_local/state", "/_local/clock", "/_local/traces/x", "/_local/", "/_local/x"];
const clockSchema = z.object({ clockAheadMs: z.number() });

const storedSchema = z.object({
  stacks: z.array(
    z.object({
      strategy: z.string(),
      attributeClaims: z.array(z.string()),
      parameters: z.array(z.record(z.string(), z.unknown())),
      tables: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
});

describe("page API's view of what is stored", () => {
  const [config, items] = [
    { userDirectory: "table", permissionMap: "parameter", userPoolPlan: "essentials", advancedSecurity: "off" },
    [
      { table: "directory", key: "userId", item: { tenantId: "acme", entitlements: ["export"] } },
      { table: "pets", key: "id", item: { tenantId: "acme", level: 2.5, tags: [null, true, { a: -1 }] } },
      { table: "missing", key: "id", item: {} },
    ],
  ];
  const people = [
    { name: "keeper", groups: ["PetsAdmins"], items },
    { name: "stranger", groups: [] },
  ];
  const withClaims = { ...program, run: () => program.run(accessControl, exampleClaims) };
  let running: RunningEngine;
  before(async () => {
    running = await RunningEngine.start({ strategies: [SCOPES], config, people, program: withClaims });
  });
  after(() => running.stop());
  const readStack = async (engine = running) => {
    const { stacks } = storedSchema.parse(await engine.askPageApi("state"));
    const found = stacks.find(({ strategy }) => strategy === SCOPES);
    if (found === undefined) throw new Error("the stack is not in the state");
    return found;
  };
  const administer = async (target: string, input: unknown) => {
    const headers = { "X-Amz-Target": target, Authorization: "AWS4-HMAC-SHA256 Credential=local" };
    const { status, text } = await running.fetch("/", { method: "POST", headers, body: JSON.stringify(input) });
    expect(status, text).to.equal(200);
  };

  it("has each parameter's current value, version and time, and the output that names it", async () => {
    const { parameterName: name, value } = running.stack(SCOPES).parameters[0] ?? {};
    const [before] = (await readStack()).parameters;
    running.engine.clock.advance(60_000);
    await administer("AmazonSSM.PutParameter", { Name: name, Value: "changed", Overwrite: true });
    const { parameters } = await readStack();

    expect(before).to.deep.include({ name, output: "permissionMapParameter", value, version: 1 });
    expect(parameters).to.have.lengthOf(1);
    expect(parameters[0]).to.deep.include({ name, output: "permissionMapParameter", value: "changed", version: 2 });
    expect(Number(parameters[0]?.modifiedAtMs) - Number(before?.modifiedAtMs)).to.be.at.least(60_000);
  });

  it("has the seeded users' items as they are now, and nobody else's", async () => {
    const [pets, directory] = ["pets", "directory"].map(
      (name) => running.stack(SCOPES).tables.find((table) => table.name === name)?.tableName,
    );
    await administer("DynamoDB_20120810.PutItem", {
      TableName: directory,
      Item: { userId: { S: "x" }, tenantId: { S: "private" } },
    });
    const before = await readStack();
    const found = z.object({ items: z.array(z.object({ item: z.object({ userId: z.string() }) })) }).parse(before.tables[1]);
    const userId = found.items[0]?.item.userId ?? "";
    await administer("DynamoDB_20120810.DeleteItem", { TableName: directory, Key: { userId: { S: userId } } });

    const pet = { id: userId, tenantId: "acme", level: 2.5, tags: [null, true, { a: -1 }] };
    const ofPets = { name: pets, items: [{ userName: "keeper", item: pet }] };
    const record = { userId, tenantId: "acme", entitlements: ["export"] };
    const ofDirectory = { name: directory, output: "userDirectoryTable", items: [{ userName: "keeper", item: record }] };
    expect(before.tables).to.deep.equal([ofPets, ofDirectory]);
    expect((await readStack()).tables).to.deep.equal([ofPets, { ...ofDirectory, items: [{ userName: "keeper" }] }]);
  });

  it("names the claims that come from attributes, with the program's own", async () => {
    const { attributeClaims } = await readStack();

    expect(attributeClaims).to.include.members(["email", "email_verified", "locale", "custom:companyId", "custom:partnerId"]);
    expect(attributeClaims).not.to.include.members(["sub"]);
  });
});

describe("page API at a running engine", () => {
  const running = useEngine();
  const send = (method: string, target: string, headers: readonly string[] = [], body = "") =>
    ask(running().port, { method, target, headers, body });
  const expectNoCors = ({ head }: RawAnswer) => expect(head.toLowerCase()).not.to.include("access-control-");
  const aheadMs = () => running().engine.clock.aheadMs;

  it("responds 403 to any request without its header, revealing nothing", async () => {
    const secrets = running().engine.users.flatMap(({ username, password }) => [username, password]);
    for (const target of PATHS) {
      for (const method of METHODS.filter((name) => name !== "CONNECT")) {
        const answer = await send(method, target, ["Origin: https://evil.example", "X-Local-Pages: 1", "Cookie: X-Local-Page=1"]);

        expect(answer.status, `${method} ${target}`).to.equal(403);
        expectNoCors(answer);
        for (const secret of secrets) expect(answer.body).not.to.include(secret);
      }
    }
  });

  it("answers no preflight, so that no other origin's page can send its header", async () => {
    for (const target of PATHS) {
      for (const headers of [[], [OWN]]) {
        const answer = await send("OPTIONS", target, [
          ...headers,
          "Origin: https://evil.example",
          "Access-Control-Request-Method: GET",
          "Access-Control-Request-Headers: x-local-page",
          "Access-Control-Request-Private-Network: true",
        ]);

        expect(answer.status).to.be.oneOf([403, 404]);
        expectNoCors(answer);
      }
    }
  });

  it("lets no other origin read a response, even with its header", async () => {
    for (const target of PATHS) {
      for (const origin of ["https://evil.example", "null", running().engine.url]) {
        expectNoCors(await send("GET", target, [OWN, `Origin: ${origin}`]));
      }
    }
  });

  it("serves the state at its exact path only, for GET and HEAD", async () => {
    const targets = [
      "/_local/stat",
      "/_local/State",
      "/_local//state",
      "/_local/%73tate",
      "/_LOCAL/state",
      "/_local/__proto__",
      "/_local/constructor",
    ];
    for (const target of targets) expect((await send("GET", target, [OWN])).status, target).to.equal(404);
    for (const method of METHODS.filter((name) => !["GET", "HEAD", "CONNECT"].includes(name))) {
      expect((await send(method, "/_local/state", [OWN])).status, method).to.equal(404);
    }
    expect((await send("GET", "/_local/state", [OWN])).status).to.equal(200);
  });

  it("has no parameter, and no table without items of seeded users", async () => {
    const { stacks } = storedSchema.parse(await running().askPageApi("state"));

    for (const { parameters, tables } of stacks) expect([parameters, tables]).to.deep.equal([[], []]);
  });

  it("includes no token in its state, and only the passwords of this run's users", async () => {
    const stack = running().stack(SCOPES);
    await running().addUser(stack, "private@example.com", "PetsAdmins");
    const { username, password } = running().user("admin");
    const { AccessToken, IdToken, RefreshToken } = await running().signIn(stack, username, password);

    const { body } = await send("GET", "/_local/state", [OWN]);

    expect(body).to.include(password);
    const rest = running().engine.users.reduce((text, user) => text.replaceAll(user.password, ""), body);
    expect(running().findLeaks([rest])).to.deep.equal([]);
    for (const secret of [AccessToken, IdToken, RefreshToken]) expect(body).not.to.include(secret);
    for (const { n } of Object.values(running().signingKeys(stack))) expect(body).not.to.include(n);
  });

  it("has traces of every request, without tokens, passwords, sessions or codes", async () => {
    const { username, password } = running().user("reader");
    const answers: RawAnswer[] = [];
    for (const strategy of [SCOPES, AUTHORIZER]) {
      const stack = running().stack(strategy);
      const token = await running().tokenOf(stack, "reader");
      const target = `${running().basePath(stack)}/pets`;
      const authorizations = [token, `Bearer ${token}`, token.slice(0, -9), `${token} ${password}`, password, ""];
      for (const value of authorizations) answers.push(await send("GET", target, [`Authorization: ${value}`]));
      for (const path of [`/${token}`, `?limit=${token}`, `?${token}=1`])
        answers.push(await send("GET", `${target}${path}`, [`Authorization: ${token}`]));
      answers.push(await send("GET", `${running().basePath(stack)}/${token}`, [`Authorization: ${token}`]));
      const call = (operation: string, input: unknown) =>
        send("POST", "/", [`X-Amz-Target: AWSCognitoIdentityProviderService.${operation}`], JSON.stringify(input));
      const ClientId = clientIdOf(stack);
      const auth = (AuthFlow: string, AuthParameters: unknown) => call("InitiateAuth", { ClientId, AuthFlow, AuthParameters });
      answers.push(await auth("USER_PASSWORD_AUTH", { USERNAME: username, PASSWORD: password }));
      answers.push(await auth("USER_PASSWORD_AUTH", { USERNAME: password, PASSWORD: token }));
      answers.push(await auth("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: token }));
      answers.push(await auth(token, { [password]: password }));
      answers.push(await call("GetUser", { AccessToken: token }));
      answers.push(await call(token, {}));
      answers.push(await call("RespondToAuthChallenge", { ClientId, ChallengeName: password, Session: token }));
    }

    for (const answer of answers) {
      const id = headerOf(answer, "x-amzn-RequestId");
      const trace = await send("GET", `/_local/traces/${id}`, [OWN]);

      expect(trace.status).to.equal(200);
      expect(running().findLeaks([trace.body])).to.deep.equal([]);
    }
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });

  it("has no trace of an unknown request", async () => {
    for (const id of ["", "x", "__proto__", "constructor", "%2e%2e", "00000000-0000-4000-8000-000000000000"]) {
      expect((await send("GET", `/_local/traces/${id}`, [OWN])).status, id).to.equal(404);
    }
  });

  it("moves the clock forward by a number of seconds only", async () => {
    const before = aheadMs();
    const wrong = [
      "",
      "{",
      "[]",
      "null",
      "1",
      '"1"',
      "{}",
      '{"advanceSeconds":-1}',
      '{"advanceSeconds":"1"}',
      '{"advanceSeconds":1e400}',
      '{"advanceSeconds":1e300}',
      '{"advanceSeconds":null}',
      '{"advanceSeconds":1,"x":1}',
      '{"advanceSeconds":1,"__proto__":1}',
      '{"advanceSeconds":NaN}',
      "[".repeat(50_000),
    ];
    for (const body of wrong) expect((await send("POST", "/_local/clock", [OWN], body)).status, body.slice(0, 40)).to.equal(400);
    expect(aheadMs()).to.equal(before);

    const { status, body } = await send("POST", "/_local/clock", [OWN], '{"advanceSeconds":1.5}');

    expect(status).to.equal(200);
    expect(clockSchema.parse(JSON.parse(body)).clockAheadMs).to.equal(before + 1500);
    expect(aheadMs()).to.equal(before + 1500);
  });

  it("does not move the clock for anything else", async () => {
    const before = aheadMs();
    const body = fc.oneof(
      fc.json(),
      fc.string(),
      fc.jsonValue().map((value) => JSON.stringify({ advanceSeconds: value, x: 0 })),
    );

    await fc.assert(
      fc.asyncProperty(fc.constantFrom("POST", "PUT", "GET", "DELETE"), body, async (method, text) => {
        expect((await send(method, "/_local/clock", [OWN], text.replace(/[^\x20-\x7e]/g, ""))).status).to.be.oneOf([400, 404]);
      }),
      { numRuns: 100 },
    );
    expect(aheadMs()).to.equal(before);
  });

  it("serves a page that cannot be framed and that loads and sends nothing elsewhere", async () => {
    const page = await send("GET", "/");

    expect(headerOf(page, "Content-Security-Policy")).to.include("default-src 'none'").and.include("frame-ancestors 'none'");
    expect(headerOf(page, "Content-Security-Policy")).not.to.match(/unsafe|\*|http/);
    expect(headerOf(page, "X-Content-Type-Options")).to.equal("nosniff");
    expect(headerOf(page, "Cache-Control")).to.equal("no-store");
    expectNoCors(page);
    for (const { password } of running().engine.users) expect(page.body).not.to.include(password);
  });
});
