import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { ask, headerOf } from "./raw";
import { head, useWire } from "./wire";

describe("malformed HTTP against a running engine", () => {
  const { running, wire, statusOf, statusesOf } = useWire();
  let stack: Stack;
  let path: string;
  let host: string;
  let authorization: string;
  before(() => {
    ({ stack, path, host, authorization } = wire());
  });

  const smuggled = () => head(`GET ${path} HTTP/1.1`, host, authorization, "Connection: close");
  const SHAPES: Readonly<Record<string, readonly string[]>> = {
    "both a length and chunks": ["Content-Length: 4", "Transfer-Encoding: chunked"],
    "chunks and a length": ["Transfer-Encoding: chunked", "Content-Length: 4"],
    "two lengths": ["Content-Length: 5", "Content-Length: 6"],
    "two equal lengths": ["Content-Length: 5", "Content-Length: 5"],
    "a list of lengths": ["Content-Length: 5, 5"],
    "a negative length": ["Content-Length: -1"],
    "a length in hexadecimal": ["Content-Length: 0x5"],
    "a length with a sign": ["Content-Length: +5"],
    "an endless length": ["Content-Length: 99999999999999999999999"],
    "an unknown coding": ["Transfer-Encoding: xchunked"],
    "chunked that is not last": ["Transfer-Encoding: chunked, identity"],
    "a space before the colon": ["Transfer-Encoding : chunked"],
    "a vertical tab in the coding": ["Transfer-Encoding: \u000bchunked"],
    "a folded header": ["X: a\r\n b"],
    "a folded coding": ["Transfer-Encoding:\r\n chunked"],
    "a header without a colon": ["Authorization"],
    "a header without a name": [": x"],
    "a space in a name": ["X Y: z"],
    "a line feed in a value": ["X: a\nTransfer-Encoding: chunked"],
    "a carriage return in a value": ["X: a\rb"],
    "a zero byte in a value": ["X: a\u0000b"],
    "a byte beyond ASCII in a name": ["X\u00e9: b"],
  };
  for (const [name, lines] of Object.entries(SHAPES)) {
    it(`gets 400 for ${name}, and nothing smuggled behind it is answered`, async () => {
      const request = head(`POST ${path} HTTP/1.1`, host, authorization, ...lines);

      expect(await statusesOf([`${request}0\r\n\r\n${smuggled()}`])).to.deep.equal([400]);
    });
  }

  it("gets 400 for bare line feeds, and for anything but HTTP/1.1", async () => {
    const texts = [
      `GET ${path} HTTP/1.1\n${host}\n${authorization}\nConnection: close\n\n`,
      head(`GET ${path} HTTP/9.9`, host, authorization),
      head(`GET ${path} http/1.1`, host, authorization),
      head(`get ${path} HTTP/1.1`, host, authorization),
      head(`EVIL ${path} HTTP/1.1`, host, authorization),
      head(`GET ${path}\u0000 HTTP/1.1`, host, authorization),
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
      "\u0000".repeat(100),
    ];

    for (const text of texts) expect(await statusesOf([text]), JSON.stringify(text.slice(0, 60))).to.deep.equal([400]);
  });

  it("gets pipelined requests answered in order", async () => {
    const ok = head(`GET ${path} HTTP/1.1`, host, authorization);
    const unauthorized = head(`GET ${path} HTTP/1.1`, host);
    const last = head(`GET ${path} HTTP/1.1`, host, authorization, "Connection: close");

    expect(await statusesOf([`${ok}${unauthorized}${ok}${unauthorized}${last}`])).to.deep.equal([200, 401, 200, 401, 200]);
  });

  it("may be HTTP/1.0 with a Host header", async () => {
    expect(await statusesOf([head(`GET ${path} HTTP/1.0`, host, authorization)])).to.deep.equal([200]);
    expect(await statusesOf([head(`GET ${path} HTTP/1.0`, authorization)])).to.deep.equal([400]);
  });

  it("can neither upgrade to another protocol nor use the engine as a proxy", async () => {
    const upgrade = [
      host,
      authorization,
      "Connection: close, upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Key: x",
      "Sec-WebSocket-Version: 13",
    ];
    expect(await statusesOf([head(`GET ${path} HTTP/1.1`, ...upgrade)])).to.deep.equal([200]);
    expect(await statusesOf([head("GET http://example.com/ HTTP/1.1", host, authorization)])).to.deep.equal([403]);
    expect(await statusesOf([head("OPTIONS * HTTP/1.1", host, authorization)])).to.deep.equal([403]);
    expect(await statusesOf([head(`CONNECT localhost:${running().port} HTTP/1.1`, host), smuggled()])).to.deep.equal([405]);
  });

  it("may use an absolute URL, whose host overrides the Host header", async () => {
    const whole = async (target: string, ...lines: readonly string[]) =>
      statusesOf([head(`GET ${target} HTTP/1.1`, ...lines, authorization, "Connection: close")]);
    const own = `http://localhost:${running().port}`;

    for (const address of [own, "http://127.0.0.1", "HTTP://LOCALHOST", "http://[::1]:1"])
      expect(await whole(`${address}${path}`, host), address).to.deep.equal([200]);
    for (const target of [own, `${own}/`, `${own}?x=/`]) expect(await whole(target, host), target).to.deep.equal([200]);
    expect(await whole(`${own}${path}`, "Host: evil.example")).to.deep.equal([200]);
    expect(await whole(`${own}${path}`)).to.deep.equal([400]);
    for (const name of FOREIGN) expect(await whole(`http://${name}${path}`, host), name).to.deep.equal([403]);
    for (const address of [`https://localhost${path}`, `http:/localhost${path}`, `//localhost${path}`, "http://"])
      expect((await whole(address, host))[0], address).to.be.oneOf([400, 403, 404]);
  });

  it("gets the headers of GET for HEAD, without the body", async () => {
    const paths = ["/", "/page.css", "/page.js", "/_local/state", `/${stack.pool.id}/.well-known/jwks.json`];
    for (const target of [...paths, `/${stack.pool.id}/.well-known/openid-configuration`, "/nowhere"]) {
      const [got, headed] = await Promise.all(
        ["GET", "HEAD"].map((method) => ask(running().port, { method, target, headers: ["X-Local-Page: 1"] })),
      );
      expect(headed?.status, target).to.equal(got?.status);
      for (const name of ["Content-Type", "Content-Length"])
        expect(headed && headerOf(headed, name), target).to.equal(got && headerOf(got, name));
    }
  });

  it("gets no echo for TRACE, and 417 for any expectation but 100-continue", async () => {
    const answer = await ask(running().port, { method: "TRACE", target: path, headers: [authorization] });
    expect(answer.status).to.equal(403);
    expect(running().findLeaks([answer.body, answer.head])).to.deep.equal([]);
    expect(await statusOf({ target: path, headers: [authorization, "Expect: tea"] })).to.equal(417);
  });

  const FOREIGN = [
    "evil.example",
    "localhost.evil.example",
    "evil.example:4000",
    "127.0.0.1.nip.io",
    "",
    "localhost@evil.example",
    "0.0.0.0",
    "[::]",
    "127.1",
    "2130706433",
    "localhost:x",
  ];

  it("gets 403 for any host but this machine's names, at every endpoint", async () => {
    const doors = [path, "/", "/_local/state", `/${stack.pool.id}/.well-known/jwks.json`];
    for (const target of doors) {
      for (const name of FOREIGN) {
        const answer = await ask(running().port, { target, headers: [`Host: ${name}`, authorization, "X-Local-Page: 1"] });

        expect(answer.status, `${name} ${target}`).to.equal(403);
        expect(answer.body).to.equal('{"message":"Forbidden"}');
        expect(headerOf(answer, "Access-Control-Allow-Origin")).to.equal(undefined);
      }
    }
  });

  it("passes with this machine's names", async () => {
    for (const name of ["localhost", "127.0.0.1", "[::1]", `127.0.0.1:${running().port}`]) {
      expect(await statusOf({ target: path, headers: [`Host: ${name}`, authorization] }), name).to.equal(200);
    }
  });

  it("gets 400 without a Host header and with two", async () => {
    expect(await statusesOf([head(`GET ${path} HTTP/1.1`, authorization, "Connection: close")])).to.deep.equal([400]);
    for (const hosts of [
      [host, "Host: evil.example"],
      ["Host: evil.example", host],
    ]) {
      expect(await statusOf({ target: path, headers: [...hosts, authorization] })).to.equal(400);
    }
  });

  it("leaks nothing into the log", () => {
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
