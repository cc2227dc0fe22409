import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { type RawRequest, write } from "./raw";
import { head, useWire } from "./wire";

const MAX_BODY_BYTES = 10_485_760;
const MAX_HEAD_BYTES = 10_240;
const JSON_TYPE = "Content-Type: application/json";

describe("requests of unusual sizes at a running engine", () => {
  const { running, wire, statusOf, statusesOf } = useWire();
  let stack: Stack;
  let path: string;
  let host: string;
  let authorization: string;
  before(() => {
    ({ stack, path, host, authorization } = wire());
  });

  /** A request whose head has this length in all, from the method to the empty line. */
  const ofLength = (bytes: number): RawRequest => {
    const headers = [host, "Connection: close", authorization, "X-Pad: "];
    const length = write({ target: path, headers }).length;
    return { target: path, headers: [...headers.slice(0, -1), `X-Pad: ${"x".repeat(bytes - length)}`] };
  };
  const askAsIs = async (request: RawRequest) => statusesOf([write(request)]);

  it("pass with a head of 10,240 bytes, and get 431 if target and values alone are longer", async () => {
    expect(await askAsIs(ofLength(MAX_HEAD_BYTES))).to.deep.equal([200]);
    expect(await askAsIs(ofLength(MAX_HEAD_BYTES + 200))).to.deep.equal([431]);
  });

  it("get 431 for one long header, many short ones, and a long target, with a token and without", async () => {
    const long = "x".repeat(MAX_HEAD_BYTES);
    const many = Array.from({ length: 3000 }, (_, i) => `h${i}: x`);

    for (const headers of [[authorization], []]) {
      expect(await statusOf({ target: path, headers: [...headers, `X: ${long}`] })).to.equal(431);
      expect(await statusOf({ target: path, headers: [...headers, ...many] })).to.equal(431);
      expect(await statusOf({ target: `${path}/${long}`, headers })).to.equal(431);
      expect(await statusOf({ target: path, headers: [...headers, `Cookie: ${"x".repeat(500_000)}`] })).to.equal(431);
    }
  });

  it("get 414 for a target whose method ARN exceeds 1,600 bytes", async () => {
    expect(await statusOf({ target: `${path}/${"x".repeat(1600)}`, headers: [authorization] })).to.equal(414);
    expect(await statusOf({ target: `${path}?limit=1&x=${"x".repeat(1600)}`, headers: [authorization] })).to.equal(200);
  });

  it("pass with 10,485,760 bytes of body, and get 413 with one more, with a token and without", async () => {
    const body = Buffer.alloc(MAX_BODY_BYTES, " ");
    const one = Buffer.alloc(MAX_BODY_BYTES + 1, " ");
    const post = { method: "POST", target: path };

    expect(await statusOf({ ...post, headers: [JSON_TYPE], body })).to.equal(401);
    expect(await statusOf({ ...post, headers: [JSON_TYPE, authorization], body })).to.equal(400);
    expect(await statusOf({ ...post, headers: [JSON_TYPE], body: one })).to.equal(413);
    expect(await statusOf({ ...post, headers: [JSON_TYPE, authorization], body: one })).to.equal(413);
  });

  it("get 413 for endless chunks once they exceed that, without being read further", async () => {
    const chunk = `${(1 << 20).toString(16)}\r\n${"x".repeat(1 << 20)}\r\n`;
    const chunked = head(`POST ${path} HTTP/1.1`, host, authorization, "Transfer-Encoding: chunked");

    expect(await statusesOf([chunked, ...Array.from({ length: 11 }, () => chunk)])).to.deep.equal([413]);
  });

  it("get 413 at Cognito as well", async () => {
    const headers = ["X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth"];

    expect(await statusOf({ method: "POST", headers, body: Buffer.alloc(MAX_BODY_BYTES + 1, " ") })).to.equal(413);
  });

  it("may arrive in pieces", async () => {
    const body = JSON.stringify({ name: "Rex", species: "dog" });
    const lines = [`POST ${path} HTTP/1.1`, host, authorization, JSON_TYPE, "Connection: close"];
    const pieces = [...body].map((text) => `1\r\n${text}\r\n`);

    expect(await statusesOf([head(...lines, `Content-Length: ${body.length}`), ...body])).to.deep.equal([201]);
    expect(await statusesOf([head(...lines, "Transfer-Encoding: chunked"), ...pieces, "0\r\n\r\n"])).to.deep.equal([201]);
    expect(await statusesOf([...head(...lines, `Content-Length: ${body.length}`), body])).to.deep.equal([201]);
  });

  it("may expect 100 Continue", async () => {
    const body = JSON.stringify({ name: "Rex", species: "dog" });
    const lines = [`POST ${path} HTTP/1.1`, host, authorization, JSON_TYPE, "Connection: close", "Expect: 100-continue"];

    expect(await statusesOf([head(...lines, `Content-Length: ${body.length}`), body])).to.deep.equal([100, 201]);
  });

  it("have no effect if cut off", async () => {
    const lines = [`POST ${path} HTTP/1.1`, host, authorization, JSON_TYPE];
    const text = '{"name":"Cut","species":"dog"}';
    const cuts = [
      [head(...lines, "Content-Length: 100"), text],
      [head(...lines, "Transfer-Encoding: chunked"), `${text.length.toString(16)}\r\n${text}\r\n`],
      [head(...lines, "Transfer-Encoding: chunked"), `${text.length.toString(16)}\r\n${text}\r\n0\r\n`],
      [head(...lines, "Transfer-Encoding: chunked"), "ffffffff\r\n", text],
      [`POST ${path} HTTP/1.1\r\n${host}\r\n${authorization}\r\nContent-Le`],
      [`POST ${path} HT`],
    ];

    for (const parts of cuts) expect((await statusesOf(parts, true)).filter((status) => status !== 400)).to.deep.equal([]);
    const list = await running().ask(stack, { token: await running().tokenOf(stack, "reader"), path: "/pets?limit=100" });
    expect(list.text).not.to.include('"Cut"');
  });

  it("get 400 for an invalid chunk size", async () => {
    const lines = [`POST ${path} HTTP/1.1`, host, authorization, "Transfer-Encoding: chunked"];

    for (const size of ["x", "-1", "0x5", "10000000000000000", " 5", "5 5", "+5"]) {
      expect(await statusesOf([head(...lines), `${size}\r\nhello\r\n0\r\n\r\n`]), size).to.deep.equal([400]);
    }
  });

  it("leak nothing into the log", () => {
    expect(running().findLoggedSecrets()).to.deep.equal([]);
  });
});
