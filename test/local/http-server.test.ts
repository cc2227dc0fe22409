import { once } from "node:events";
import type { Server } from "node:http";
import { connect, createServer, type Socket } from "node:net";
import { expect } from "chai";
import { createHttpServer, type ServedRequest } from "../../local/http-server";
import { close, listen } from "../../local/listen";

const TIMEOUT_MS = 300;
/** More than the buffers of both ends hold. */
const LARGE = "x".repeat(20_000_000);
const LINES = "Host: localhost\r\n\r\n";

describe("createHttpServer", () => {
  let server: Server;
  let port: number;
  const asked: ServedRequest[] = [];
  before(async () => {
    const answer = async (request: ServedRequest) => {
      asked.push(request);
      return { status: 200, headers: [], body: request.path === "/large" ? LARGE : "ok" };
    };
    server = createHttpServer(answer, 1000, TIMEOUT_MS);
    port = await listen(server, 0);
  });
  after(() => close(server));

  /** What is received until the server ends the connection, and how long that takes. */
  async function receive(socket: Socket): Promise<{ text: string; afterMs: number }> {
    const startedAt = Date.now();
    let text = "";
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("error", () => undefined);
    await once(socket, "close");
    return { text, afterMs: Date.now() - startedAt };
  }

  const slow: Readonly<Record<string, (socket: Socket) => void>> = {
    "sends nothing at all": () => undefined,
    "sends half a request line": (socket) => socket.write("GET / HT"),
    "sends a header from time to time": (socket) => {
      socket.write("GET / HTTP/1.1\r\n");
      const timer = setInterval(() => socket.write("X: y\r\n"), 50);
      socket.on("close", () => clearInterval(timer));
    },
    "sends half a body": (socket) => socket.write(`POST / HTTP/1.1\r\nContent-Length: 10\r\n${LINES}x`),
  };
  for (const [name, send] of Object.entries(slow)) {
    it(`ends the connection, after the given time, of a client that ${name}`, async () => {
      const socket = connect(port, "127.0.0.1");
      send(socket);

      const { text, afterMs } = await receive(socket);

      expect(text).to.match(/^HTTP\/1.1 408 /);
      expect(afterMs).to.be.within(TIMEOUT_MS - 50, 10 * TIMEOUT_MS);
    });
  }

  it("ends the connection of a client that does not read its response", async () => {
    const ended = new Promise<void>((resolve) => {
      server.once("connection", (accepted: Socket) => accepted.once("close", () => resolve()));
    });
    const startedAt = Date.now();
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined).pause();
    socket.write(`GET /large HTTP/1.1\r\n${LINES}`);

    await ended;

    expect(Date.now() - startedAt).to.be.within(TIMEOUT_MS - 50, 10 * TIMEOUT_MS);
    socket.destroy();
  });

  it("uses the host of an absolute URL instead of the Host header's", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET http://127.0.0.1:80/a?b HTTP/1.1\r\nConnection: close\r\n${LINES}`);
    await receive(socket);

    const { path, query, headers } = asked.at(-1) ?? {};
    expect([path, query]).to.deep.equal(["/a", "b"]);
    expect(headers?.filter(([name]) => name === "Host")).to.deep.equal([["Host", "127.0.0.1:80"]]);
  });
});

describe("listen", () => {
  const isFree = async (host: string, port: number) => {
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once("error", () => resolve(false)).listen(port, host, () => resolve(true));
    });
    if (free) await new Promise((resolve) => server.close(resolve));
    return free;
  };

  it("listens on both addresses of localhost, and frees both", async () => {
    const server = createHttpServer(async () => ({ status: 200, headers: [], body: "ok" }), 1000);
    const port = await listen(server, 0);

    for (const name of ["localhost", "127.0.0.1", "[::1]"])
      expect(await fetch(`http://${name}:${port}`).then((response) => response.text()), name).to.equal("ok");
    await close(server);

    for (const host of ["127.0.0.1", "::1"]) expect(await isFree(host, port), host).to.equal(true);
  });

  it("rejects with EADDRINUSE if either address is taken, and frees the other", async () => {
    for (const [taken, other] of [
      ["127.0.0.1", "::1"],
      ["::1", "127.0.0.1"],
    ] as const) {
      const program = createServer();
      await new Promise<void>((resolve) => program.listen(0, taken, resolve));
      const address = program.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;

      const error: unknown = await listen(
        createHttpServer(() => Promise.reject(new Error()), 1),
        port,
      ).catch((reason: unknown) => reason);

      expect(error, taken).to.have.property("code", "EADDRINUSE");
      expect(await isFree(other, port), other).to.equal(true);
      await new Promise((resolve) => program.close(resolve));
    }
  });
});
