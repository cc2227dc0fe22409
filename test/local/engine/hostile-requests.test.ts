import { METHODS } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import type { Stack } from "../../../local/stack";
import { ask, headerOf } from "./raw";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

const RUNS = 250;

/** The statuses of hostile requests. Nothing that a client sends is a server fault, so there is no 5xx. */
const REFUSALS = [400, 401, 403, 404, 413, 414, 431];
const SUCCESSES = [200, 201, 204];

const NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
const SEGMENTS = [
  ...NAMES,
  ...["pets", "petS", "p%65ts", "pets%2F1", "pets;a=b", ";a=b", "pets.json", "{petId}", "%7BpetId%7D", "*", "$default"],
  ...["", ".", "..", "...", "%2e", "%2e%2e", "%2E%2E%2Fpets", "..%2f", "..;", "%5c..%5c", "~", "%20", "+"],
  ...["%00", "%0d%0aX: y", "%", "%zz", "%f", "%ff", "%c0%af", "%ed%a0%80", "%F0%9F%90%95", "%u0041", "x".repeat(300)],
  ...["00000000-0000-4000-8000-000000000000", "1", "-1", "null", "undefined", "[object Object]".replaceAll(" ", "%20")],
];

const segment = fc.oneof(
  fc.constantFrom(...SEGMENTS),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
  fc.string({ unit: fc.constantFrom(..."!$&'()*+,-.:;=@_~%\\\"<>[]^`{|}".split("")), maxLength: 6 }),
);
const query = fc
  .array(
    fc.tuple(fc.constantFrom(...NAMES, "limit", "cursor", "", "a[]", "a.b", "%"), fc.oneof(segment, fc.constantFrom("1", "101"))),
    {
      maxLength: 3,
    },
  )
  .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map(([name, value]) => `${name}=${value}`).join("&")}`));
const target = fc
  .tuple(fc.array(segment, { maxLength: 4 }), query)
  .map(([segments, text]) => `/${["pets", ...segments].slice(segments.length % 2).join("/")}${text}`);
const method = fc.constantFrom(...METHODS.filter((name) => name !== "CONNECT"));
const header = fc
  .tuple(
    fc.constantFrom(
      ...NAMES,
      "Content-Type",
      "Accept",
      "Origin",
      "Cookie",
      "X-Forwarded-For",
      "X-Forwarded-Host",
      "X-HTTP-Method-Override",
      "X-Original-URL",
      "Range",
      "If-None-Match",
      "TE",
      "X-Amz-Target",
      "X-Local-Page",
      "Access-Control-Request-Method",
    ),
    fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\t\x20-\x7e]/g, "")),
  )
  .map(([name, value]) => `${name}: ${value}`);
const request = fc.record({
  method,
  target,
  headers: fc.array(header, { maxLength: 4 }),
  user: fc.constantFrom("none", "nobody", "admin"),
});

const isPreflight = (name: string) => name === "OPTIONS";

for (const strategy of [SCOPES, AUTHORIZER]) {
  describe(`arbitrary methods, paths, queries and headers at a running engine, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    const tokens = new Map<string, string>();
    before(async () => {
      stack = running().stack(strategy);
      for (const name of ["nobody", "reader", "admin"]) tokens.set(name, await running().tokenOf(stack, name));
    });
    afterEach("the engine still answers", async () => {
      expect((await running().ask(stack, { token: tokens.get("reader") })).status).to.equal(200);
    });

    const send = (user: string, name: string, path: string, headers: readonly string[] = []) => {
      const token = tokens.get(user);
      const authorization = token === undefined ? [] : [`Authorization: ${token}`];
      return ask(running().port, {
        method: name,
        target: `${running().basePath(stack)}${path}`,
        headers: [...headers, ...authorization],
      });
    };

    it("get a documented status, and success only with permission", async () => {
      await fc.assert(
        fc.asyncProperty(request, async ({ method: name, target: path, headers, user }) => {
          const { status, body } = await send(user, name, path, headers);

          expect(status).to.be.oneOf(user === "admin" || isPreflight(name) ? [...REFUSALS, ...SUCCESSES] : REFUSALS);
          if (isPreflight(name) && status < 300) expect(status).to.equal(204);
          if (body !== "") expect(JSON.parse(body)).to.be.an("object");
        }),
        { numRuns: RUNS },
      );
    });

    it("never let a reader write", async () => {
      await fc.assert(
        fc.asyncProperty(method, target, async (name, path) => {
          fc.pre(!["GET", "OPTIONS"].includes(name));

          expect((await send("reader", name, path)).status).to.be.oneOf(REFUSALS);
        }),
        { numRuns: RUNS / 2 },
      );
    });

    it("find no pet but existing ones", async () => {
      for (const text of SEGMENTS.filter((part) => !/^\.{0,2}$|%(?:$|[^\da-f]|.$|.[^\da-f]|f|c0|ed)| /i.test(part))) {
        const { status } = await send("reader", "GET", `/pets/${text}`);

        expect(status, text).to.equal(404);
      }
    });

    it("get 403 for a path outside the API", async () => {
      const paths = [
        "",
        "/",
        "//pets",
        "/pets//",
        "/pets/1/2",
        "/Pets",
        "/pets;x",
        "/pets/%",
        "/pets/%ff",
        "/../pets",
        "/./pets",
        "/pets/../pets",
        "/pets#a",
      ];

      for (const path of paths) {
        for (const user of ["none", "admin"]) {
          const answer = await send(user, "GET", path);

          expect(answer.status, path).to.equal(403);
          expect(headerOf(answer, "x-amzn-ErrorType")).to.be.oneOf([
            "MissingAuthenticationTokenException",
            "IncompleteSignatureException",
          ]);
          expect(running().findLeaks([answer.body, answer.head]), path).to.deep.equal([]);
        }
      }
    });

    it("get 403 for an unknown API or stage", async () => {
      const { id, stageName } = stack.api;
      const paths = [
        "",
        "/",
        `/${id}`,
        `/${id}/`,
        `/${id}/prod/pets`,
        `/${id}/${stageName}x/pets`,
        `/${id}x/${stageName}/pets`,
        `//${stageName}/pets`,
        "/__proto__/live/pets",
        "/constructor/live/pets",
        `/%2e%2e/apis/${id}/${stageName}/pets`,
      ];
      for (const path of paths.map((end) => `/apis${end}`)) {
        const { status } = await ask(running().port, { target: path, headers: [`Authorization: ${tokens.get("admin")}`] });

        expect(status, path).to.equal(path === "/apis" ? 404 : 403);
      }
    });

    it("set the method only by the request line, and the path only by the target", async () => {
      const overrides = [
        "X-HTTP-Method-Override: DELETE",
        "X-Method-Override: DELETE",
        "X-Original-URL: /pets",
        "X-Rewrite-URL: /pets",
      ];

      expect((await send("reader", "GET", "/pets?_method=DELETE", overrides)).status).to.equal(200);
      expect((await send("none", "OPTIONS", "/pets", ["X-HTTP-Method-Override: GET"])).status).to.equal(204);
      expect((await send("admin", "GET", "/nowhere", overrides)).status).to.equal(403);
    });

    it("leak nothing into the log", () => {
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });
  });
}
