import { statSync } from "node:fs";
import { join } from "node:path";
import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import * as ssm from "@aws-sdk/client-ssm";
import { expect } from "chai";
import { decodeJwt } from "jose";
import { startEngine } from "../../../../local/engine";
import { clientIdOf, RunningEngine } from "../running";
import { ledger } from "./program";

const SIGNED = { Authorization: "AWS4-HMAC-SHA256 Credential=local/" } as const;

const putParameter = (running: RunningEngine, Name: string, Value: string) =>
  running.fetch("/", {
    method: "POST",
    headers: { "X-Amz-Target": "AmazonSSM.PutParameter", ...SIGNED },
    body: JSON.stringify({ Name, Value, Overwrite: true }),
  });

const clientOf = ({ engine }: RunningEngine) =>
  new DynamoDBClient({
    endpoint: engine.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });

describe("engine with range keys and parameters", () => {
  let running: RunningEngine;
  before(async function () {
    this.timeout(60_000);
    running = await RunningEngine.start(ledger);
  });
  after(() => running.stop());

  const askApi = async (path: string, engine = running) => {
    const stack = engine.stack("ledger");
    const { status, text } = await engine.ask(stack, { path, token: await engine.tokenOf(stack, "keeper") });
    expect(status, text).to.equal(200);
    return JSON.parse(text);
  };

  it("lets an administrator fill a table that a function queries", async () => {
    const client = clientOf(running);
    const TableName = running.stack("ledger").tables.find(({ name }) => name === "entries")?.tableName;
    for (const [tenant, id] of [
      ["north", "2"],
      ["north", "1"],
      ["south", "3"],
    ] as const)
      await client.send(new PutItemCommand({ TableName, Item: { tenantId: { S: tenant }, id: { S: id } } }));
    client.destroy();

    expect((await askApi("/entries?tenant=north")).entries).to.deep.equal(["1", "2"]);
    expect((await askApi("/entries?tenant=nobody")).entries).to.deep.equal([]);
  });

  it("lets a function read its parameter and nothing else, including an administrator's change at once", async () => {
    const before = await askApi("/entries?tenant=acme");
    const changed = await putParameter(running, "/ledger/map", running.keepSecret("changed by an administrator"));
    const after = await askApi("/entries?tenant=acme");

    expect(before.map.Parameter).to.include({ Name: "/ledger/map", Value: "as created", Version: 1 });
    expect(changed.status, changed.text).to.equal(200);
    expect(after.map.Parameter).to.include({ Value: "changed by an administrator", Version: 2 });
    for (const { other, put, putAtRoot } of [before, after])
      for (const refused of [other, put, putAtRoot]) expect(refused.__type).to.equal("AccessDeniedException");
    expect(running.lines.findLast(({ kind, ...line }) => kind === "request" && "from" in line && line.from === "ssm")).to.include(
      {
        what: "PutParameter",
      },
    );
    expect(running.findLoggedSecrets()).to.deep.equal([]);
  });

  it("answers the official client of Parameter Store", async () => {
    const client = new ssm.SSMClient({
      endpoint: running.engine.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });
    const Name = "/ledger/other";
    const errorOf = (sent: Promise<unknown>) => sent.catch((error: unknown) => error);

    const first = await client.send(new ssm.GetParameterCommand({ Name }));
    const put = await client.send(new ssm.PutParameterCommand({ Name, Value: "another", Type: "String", Overwrite: true }));
    const second = await client.send(new ssm.GetParameterCommand({ Name, WithDecryption: true }));
    const existing = await errorOf(client.send(new ssm.PutParameterCommand({ Name, Value: "x" })));
    const missing = await errorOf(client.send(new ssm.GetParameterCommand({ Name: "missing" })));
    client.destroy();

    expect(first.Parameter).to.include({ Name, Value: "somebody else's", Version: 1 });
    expect(put).to.include({ Version: 2, Tier: "Standard" });
    expect(second.Parameter).to.include({ Value: "another", Version: 2, Type: "String", DataType: "text" });
    expect(second.Parameter?.LastModifiedDate).to.be.an.instanceOf(Date);
    expect(existing).to.be.an.instanceOf(ssm.ParameterAlreadyExists);
    expect(missing).to.be.an.instanceOf(ssm.ParameterNotFound);
  });

  it("keeps a changed parameter across a restart, in a file that only the owner can read", async function () {
    this.timeout(60_000);
    const first = await RunningEngine.start({ ...ledger });
    await putParameter(first, "/ledger/map", "kept");
    await first.engine.stop();
    const { mode } = statSync(join(first.dataFolder, "parameters.journal"));

    const second = await RunningEngine.start({ ...ledger, dataFolder: first.dataFolder });
    const { map } = await askApi("/entries?tenant=acme", second);
    await second.stop();
    first.removeFolder();

    expect(map.Parameter).to.include({ Value: "kept", Version: 2 });
    expect((mode & 0o777).toString(8)).to.equal("600");
  });

  const tableName = (name: string) => running.stack("ledger").tables.find((table) => table.name === name)?.tableName;
  const signIn = (email: string, password: string, engine = running) => engine.signIn(engine.stack("ledger"), email, password);
  const claimsOf = async (name: string, engine = running) => {
    const { username, password } = engine.user(name);
    return decodeJwt((await signIn(username, password, engine)).IdToken);
  };
  const get = async (userId: string) => {
    const client = clientOf(running);
    const { Item } = await client.send(new GetItemCommand({ TableName: tableName("users"), Key: { userId: { S: userId } } }));
    client.destroy();
    return Item;
  };

  it("puts the items of seeded users under their ids into the tables that there are", async () => {
    const { sub, ...claims } = await claimsOf("keeper");

    expect(claims).to.include({ tenant_id: "acme", company: "none" }).and.not.to.have.property("email");
    expect(await get(sub ?? "")).to.deep.equal({
      userId: { S: sub },
      tenantId: { S: "acme" },
      entitlements: { L: [{ S: "export" }] },
      isKnown: { BOOL: true },
      level: { N: "2" },
      none: { NULL: true },
    });
    expect((await askApi("/entries?tenant=acme")).entries).to.deep.equal([sub]);
  });

  it("lets nobody sign in of whom the trigger knows nothing", async () => {
    const { username, password } = running.user("stranger");

    const { status, text } = await running.cognito("InitiateAuth", {
      ClientId: clientIdOf(running.stack("ledger")),
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });

    expect(status).to.equal(400);
    expect(JSON.parse(text)).to.deep.equal({
      __type: "UserLambdaValidationException",
      message: "PreTokenGeneration failed with error you are in no directory.",
    });
  });

  it("gives a new user a record at the confirmation, and the tokens what it says and what the user is", async () => {
    const ClientId = clientIdOf(running.stack("ledger"));
    const [Username, Password] = ["new@example.com", running.keepSecret("Correct-Horse-1")];
    const UserAttributes = [{ Name: "custom:company_id", Value: "initech" }];
    const signedUp = await running.cognito("SignUp", { ClientId, Username, Password, UserAttributes });
    const confirmed = await running.cognito("ConfirmSignUp", {
      ClientId,
      Username,
      ConfirmationCode: await running.codeFor(Username),
    });

    const { sub = "", ...claims } = decodeJwt((await signIn(Username, Password)).IdToken);

    expect(signedUp.status, signedUp.text).to.equal(200);
    expect(confirmed.status, confirmed.text).to.equal(200);
    expect((await running.traceOf(confirmed)).steps.map(({ kind }) => kind)).to.deep.equal(["user", "trigger"]);
    expect(claims).to.include({ tenant_id: sub, company: "initech", "custom:company_id": "initech" });
    expect(await get(sub)).to.deep.equal({ userId: { S: sub }, tenantId: { S: sub } });
    expect(running.findLoggedSecrets()).to.deep.equal([]);
  });

  it("leaves a seeded item as somebody changed it, and gives it to a user who lost it, at the next start", async function () {
    this.timeout(60_000);
    const first = await RunningEngine.start({ ...ledger });
    const { sub = "" } = await claimsOf("keeper", first);
    const client = clientOf(first);
    const users = first.stack("ledger").tables.find((table) => table.name === "users")?.tableName;
    const entries = first.stack("ledger").tables.find((table) => table.name === "entries")?.tableName;
    await client.send(new PutItemCommand({ TableName: users, Item: { userId: { S: sub }, tenantId: { S: "moved" } } }));
    await client.send(new DeleteItemCommand({ TableName: entries, Key: { tenantId: { S: "acme" }, id: { S: sub } } }));
    client.destroy();
    await first.engine.stop();

    const second = await RunningEngine.start({ ...ledger, dataFolder: first.dataFolder });
    const claims = await claimsOf("keeper", second);
    const { entries: found } = await askApi("/entries?tenant=acme", second);
    await second.stop();
    first.removeFolder();

    expect(claims).to.include({ sub, tenant_id: "moved" });
    expect(found).to.deep.equal([sub]);
  });

  it("does not start with an item that its table cannot have", async () => {
    const items = [{ table: "entries", key: "id", item: { note: "of no tenant" } }];
    const starting = startEngine({ ...ledger, people: [{ name: "keeper", groups: [], items }] });

    expect(await starting.catch(String)).to.include("Missing the key tenantId in the item");
  });
});
