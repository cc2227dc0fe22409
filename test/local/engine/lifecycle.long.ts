import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { listen } from "../../../local/listen";
import { startPetsEngine } from "../../support/pets";
import { AUTHORIZER, clientIdOf, RunningEngine, SCOPES, sentToken, useEngine } from "./running";

/** What keeps this process alive: children and listening servers. Node releases a closed one in the next turn of its loop. */
async function countRunning(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  return process.getActiveResourcesInfo().filter((name) => name === "ProcessWrap" || name === "TCPServerWrap").length;
}
const HAS_IPV6 = Object.values(networkInterfaces()).some((addresses = []) => addresses.some(({ address }) => address === "::1"));
const countServers = async () => {
  await countRunning();
  return process.getActiveResourcesInfo().filter((name) => name === "TCPServerWrap").length;
};
const errorOf = async (run: Promise<unknown>): Promise<Error> => {
  const error: unknown = await run.then(() => undefined).catch((reason: unknown) => reason);
  return error instanceof Error ? error : new Error("it did not fail");
};
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("startEngine", () => {
  const shared = useEngine();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "engine-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("rejects with EADDRINUSE for a taken port, and leaves nothing running", async () => {
    const other = createServer();
    const port = await listen(other, 0);
    const before = await countRunning();

    const error = await errorOf(startPetsEngine({ port }));

    expect(error).to.have.property("code", "EADDRINUSE");
    expect(await countRunning()).to.equal(before);
    await new Promise((resolve) => other.close(resolve));
  });

  it("rejects with the accepted names for an unknown strategy, and leaves nothing running", async () => {
    const before = await countRunning();

    const error = await errorOf(startPetsEngine({ strategies: [SCOPES, "open-door"] }));

    expect(error.message).to.include("open-door").and.include(SCOPES).and.include(AUTHORIZER);
    expect(await countRunning()).to.equal(before);
  });

  it("rejects with the faults of the config, and leaves nothing running", async () => {
    const before = await countRunning();

    const error = await errorOf(startPetsEngine({ config: { throttleBurst: "0", corsOrigin: "*" } }));

    expect(error.message).to.include("throttleBurst").and.include("corsOrigin");
    expect(await countRunning()).to.equal(before);
  });

  it("rejects, naming the file, if a pool's state is unreadable, and leaves nothing running", async () => {
    // A stack's ids are the same in every run.
    const poolId = shared().stack(AUTHORIZER).pool.id;
    const file = join(folder, `${poolId}.json`);
    const before = await countRunning();

    for (const text of ["", "null", '{"version":2}']) {
      writeFileSync(file, text);
      const error = await errorOf(startPetsEngine({ dataFolder: folder, strategies: [AUTHORIZER] }));

      expect(error.message, text).to.include(poolId);
      expect(await countRunning(), text).to.equal(before);
      expect(readFileSync(file, "utf8")).to.equal(text);
    }
  });

  it("rejects if another engine uses the folder, without disturbing that one", async () => {
    const first = await RunningEngine.start({ dataFolder: folder, strategies: [AUTHORIZER] });
    const before = await countRunning();

    const error = await errorOf(startPetsEngine({ dataFolder: folder, strategies: [AUTHORIZER] }));

    expect(error.message).to.include(folder);
    expect(await countRunning()).to.equal(before);
    expect(
      (await first.ask(first.stack(AUTHORIZER), { token: await first.tokenOf(first.stack(AUTHORIZER), "reader") })).status,
    ).to.equal(200);
    await first.stop();
  });

  it("rejects if the folder for the pets is a file, and leaves nothing running", async () => {
    writeFileSync(join(folder, "tables"), "");
    const before = await countRunning();

    const error = await errorOf(startPetsEngine({ dataFolder: folder, strategies: [AUTHORIZER] }));

    expect(error.message).to.include(folder);
    expect(await countRunning()).to.equal(before);
  });

  it("keeps users, pets, sign-ins and keys in its folder, and gives the seeded users new passwords", async () => {
    const first = await RunningEngine.start({ dataFolder: join(folder, "data") });
    const password = await first.addUser(first.stack(SCOPES), "kept@example.com", "PetsAdmins");
    await first.addUser(first.stack(AUTHORIZER), "kept@example.com", "PetsAdmins");
    const kept: { strategy: string; token: string; refreshToken: string; keySet: string }[] = [];
    for (const stack of first.engine.stacks) {
      const tokens = await first.signIn(stack, "kept@example.com", password);
      const token = sentToken(stack, tokens);
      await first.ask(stack, { method: "POST", token, body: { name: `Pet of ${stack.strategy}`, species: "cat" } });
      const { text } = await first.fetch(`/${stack.pool.id}/.well-known/jwks.json`);
      kept.push({ strategy: stack.strategy, token, refreshToken: tokens.RefreshToken, keySet: text });
    }
    const { username, password: oldPassword } = first.user("reader");
    await first.stop();
    expect(modeOf(join(folder, "data"))).to.equal("700");

    const second = await RunningEngine.start({ dataFolder: join(folder, "data") });

    try {
      for (const { strategy, token, refreshToken, keySet } of kept) {
        const stack = second.stack(strategy);
        expect((await second.fetch(`/${stack.pool.id}/.well-known/jwks.json`)).text).to.equal(keySet);
        expect((await second.ask(stack, { token })).text).to.include(`Pet of ${strategy}`);
        expect((await second.ask(stack, { token: sentToken(stack, await second.refresh(stack, refreshToken)) })).status).to.equal(
          200,
        );
        await second.signIn(stack, "kept@example.com", password);
        await second.tokenOf(stack, "reader");
        const AuthParameters = { USERNAME: username, PASSWORD: oldPassword };
        const old = { ClientId: clientIdOf(stack), AuthFlow: "USER_PASSWORD_AUTH", AuthParameters };
        expect((await second.cognito("InitiateAuth", old)).status).to.equal(400);
      }
    } finally {
      await second.stop();
    }
  });

  it("lets nobody else read its files in an open folder, and stores no plain-text passwords or tokens", async () => {
    chmodSync(folder, 0o755);
    const running = await RunningEngine.start({ dataFolder: folder, strategies: [SCOPES] });
    const password = await running.addUser(running.stack(SCOPES), "secret@example.com");
    const { RefreshToken, AccessToken } = await running.signIn(running.stack(SCOPES), "secret@example.com", password);
    await running.stop();

    const file = `${running.stack(SCOPES).pool.id}.json`;
    const modes = readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]);
    expect(Object.fromEntries(modes)).to.deep.equal({ [file]: "600", "in-use": "700", tables: "700" });
    expect(running.lines).to.deep.include({
      kind: "warning",
      message: `others on this machine may see what is in the data folder ${folder} (mode 755), which holds signing keys; close it with: chmod 700 ${folder}`,
    });
    const text = readFileSync(join(folder, file), "utf8");
    for (const secret of [password, RefreshToken, AccessToken, running.user("admin").password])
      expect(text).not.to.include(secret);
  });

  it("listens on its one port only, and serves the tables to administrators and by the secret path only", async () => {
    const { engine } = shared();
    const stack = shared().stack(SCOPES);
    const table = stack.tables[0]?.tableName;
    const before = await countServers();
    const running = await RunningEngine.start({ strategies: [SCOPES] });
    const token = await running.tokenOf(running.stack(SCOPES), "admin");
    const added = await running.ask(running.stack(SCOPES), { method: "POST", token, body: { name: "Rex", species: "dog" } });
    const listening = await countServers();
    await running.stop();

    expect(added.status).to.equal(201);
    // One port, on both addresses of localhost.
    expect(listening - before).to.equal(HAS_IPV6 ? 2 : 1);
    const scan = async (address: string, authorization: string | undefined) => {
      const headers = { "X-Amz-Target": "DynamoDB_20120810.Scan", ...(authorization && { Authorization: authorization }) };
      const response = await fetch(address, { method: "POST", headers, body: JSON.stringify({ TableName: table }) });
      return response.text();
    };
    const signatureOf = (name: string) => `AWS4-HMAC-SHA256 Credential=${name}/20260101/us-east-1/dynamodb/aws4_request`;
    const trigger = stack.functions.find(({ name }) => name === "pre-token-generation")?.functionName ?? "";
    expect(await scan(engine.url, undefined)).to.include("MissingAuthenticationTokenException");
    expect(await scan(engine.url, "Bearer x")).to.include("MissingAuthenticationTokenException");
    expect(await scan(engine.url, signatureOf(trigger))).to.include("AccessDeniedException");
    expect(await scan(`${engine.url}/secret/`, signatureOf("administrator"))).to.equal('{"message":"Not Found"}');
  });

  it("responds 500 to its own failures, reports them on the console, and continues", async () => {
    let isFull = true;
    const engine = await startPetsEngine({
      strategies: [SCOPES],
      log: () => {
        if (isFull) throw new Error("the log is full");
      },
    });
    const told: unknown[] = [];
    const { error } = console;
    console.error = (...args: unknown[]) => told.push(...args);
    try {
      for (const method of ["GET", "POST"]) {
        const response = await fetch(`${engine.stacks[0]?.apiUrl}/pets`, { method, signal: AbortSignal.timeout(3000) });
        expect(response.status).to.equal(500);
        expect(await response.json()).to.deep.equal({ message: "Internal server error" });
      }
      expect(told.map(String)).to.deep.equal(["Error: the log is full", "Error: the log is full"]);
      isFull = false;
      expect((await fetch(`${engine.stacks[0]?.apiUrl}/pets`)).status).to.equal(401);
    } finally {
      console.error = error;
      await engine.stop();
    }
  });
});

describe("stop", () => {
  it("ends every process and server of an engine, and may be called twice", async () => {
    const before = await countRunning();
    const running = await RunningEngine.start();
    for (const stack of running.engine.stacks) {
      expect((await running.ask(stack, { token: await running.tokenOf(stack, "admin") })).status).to.equal(200);
    }
    expect(await countRunning()).to.be.above(before + 3);

    await running.stop();

    expect(await countRunning()).to.equal(before);
    await running.stop();
    await Promise.all([running.stop(), running.stop()]);
    expect(await errorOf(fetch(running.engine.url))).to.be.instanceOf(TypeError);
  });

  it("ends functions that are still starting, and gives up the calls in flight", async () => {
    const before = await countRunning();
    const running = await RunningEngine.start({ strategies: [AUTHORIZER] });
    const stack = running.stack(AUTHORIZER);
    const token = await running.tokenOf(stack, "admin");
    const calls = Array.from({ length: 12 }, () => errorOf(running.ask(stack, { token })));
    // Each call takes its own process; this is the moment when some have started and none is ready.
    while ((await countRunning()) < before + 4);

    await running.stop();

    expect(await countRunning()).to.equal(before);
    await Promise.all(calls);
  });

  it("does not wait for clients, whatever they have started, and frees the port", async () => {
    const running = await RunningEngine.start({ strategies: [SCOPES] });
    const { port } = running;
    const beginnings = [
      "",
      "GET / HTTP/1.1\r\nHost: local",
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nx",
      "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
      "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
      "no HTTP\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
      "CONNECT x:1 HTTP/1.1\r\nHost: localhost\r\n\r\n",
      `GET / HTTP/1.1\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
    ];
    const sockets: Socket[] = [];
    for (const text of beginnings) {
      // A client that keeps its side open after the other one is closed.
      const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
      socket.on("error", () => undefined);
      await once(socket, "connect");
      await new Promise<void>((resolve) => socket.write(text || " ", () => resolve()));
      sockets.push(socket);
    }
    await running.fetch("/");

    await running.stop();

    const next = createServer();
    expect(await listen(next, port)).to.equal(port);
    await new Promise((resolve) => next.close(resolve));
    for (const socket of sockets) socket.destroy();
  });
});
