import { statSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { RunningEngine } from "../running";
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
      ["acme", "2"],
      ["acme", "1"],
      ["other", "3"],
    ] as const)
      await client.send(new PutItemCommand({ TableName, Item: { tenantId: { S: tenant }, id: { S: id } } }));
    client.destroy();

    expect((await askApi("/entries?tenant=acme")).entries).to.deep.equal(["1", "2"]);
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
});
