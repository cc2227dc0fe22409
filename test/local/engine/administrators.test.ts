import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { expect } from "chai";
import { SCOPES, useEngine } from "./running";

describe("administrator at the engine's address", () => {
  const running = useEngine();
  const tableName = () => running().stack(SCOPES).tables[0]?.tableName ?? "";
  const post = (target: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    running().fetch("/", { method: "POST", headers: { "X-Amz-Target": target, ...headers }, body: JSON.stringify(body) });
  const SIGNED = { Authorization: "AWS4-HMAC-SHA256 Credential=local" } as const;

  it("reads a table with the official client", async () => {
    const client = new DynamoDBClient({
      endpoint: running().engine.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
      maxAttempts: 1,
    });

    const { Count } = await client.send(new ScanCommand({ TableName: tableName() }));
    const missing = await client.send(new ScanCommand({ TableName: "missing" })).catch((error: unknown) => error);

    expect(Count).to.be.a("number");
    expect(missing).to.include({ name: "ResourceNotFoundException", message: "Requested resource not found" });
    client.destroy();
  });

  it("is refused without a signature, and no other origin can read a response", async () => {
    const target = "DynamoDB_20120810.Scan";
    const unsigned = await post(target, { TableName: tableName() }, { Origin: "http://localhost:3000" });
    const signed = await post(target, { TableName: tableName() }, { ...SIGNED, Origin: "http://localhost:3000" });

    expect(unsigned.status, unsigned.text).to.equal(400);
    expect(JSON.parse(unsigned.text).__type).to.include("MissingAuthenticationTokenException");
    expect(signed.status, signed.text).to.equal(200);
    for (const { headers } of [unsigned, signed]) expect(headers.get("access-control-allow-origin")).to.equal(null);
    const preflight = await running().fetch("/", { method: "OPTIONS" });
    expect(preflight.headers.get("access-control-allow-headers")?.toLowerCase()).not.to.include("authorization");
  });

  it("has a log line and a trace with the operation and nothing else of the request", async () => {
    const secret = running().keepSecret("a-value-that-nobody-may-log");
    const before = running().lines.length;

    const refused = await post("DynamoDB_20120810.PutItem", { TableName: secret, Item: { id: { S: secret } } }, SIGNED);

    expect(
      running()
        .lines.slice(before)
        .filter(({ kind }) => kind === "request"),
    ).to.have.lengthOf(1);
    expect(running().lines.at(-1)).to.include({
      from: "dynamodb",
      what: "PutItem",
      status: 400,
      decision: "refusal: ResourceNotFoundException",
    });
    expect((await running().traceOf(refused)).steps).to.deep.equal([
      { kind: "refusal", outcome: "refused", errorType: "ResourceNotFoundException" },
    ]);
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
