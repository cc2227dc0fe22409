import { expect } from "chai";
import fc from "fast-check";
import type { Stack } from "../../../local/stack";
import { ask } from "./raw";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

const RUNS = 150;

/** Ways to write a valid token in a header, with their statuses for the strategies in the order of the loop below. */
const FORMS: readonly (readonly [form: (token: string) => string, scopes: number, authorizer: number])[] = [
  [(token) => token, 200, 200],
  [(token) => `Bearer ${token}`, 200, 200],
  [(token) => `bearer ${token}`, 200, 200],
  [(token) => `BEARER ${token}`, 200, 200],
  [(token) => `bEaReR ${token}`, 200, 200],
  [(token) => ` \t ${token} \t `, 200, 200],
  [(token) => `Bearer  ${token}`, 401, 401],
  [(token) => `Bearer\t${token}`, 401, 401],
  [(token) => `BEARER  ${token}`, 401, 401],
  [(token) => `bearer\t${token}`, 401, 401],
  [(token) => `Bear\u00c9r ${token}`, 401, 401],
  [(token) => `BEARER${token}`, 401, 401],
  [(token) => `Bearer${token}`, 401, 401],
  [(token) => `Bearer Bearer ${token}`, 401, 401],
  [(token) => `BEARER bearer ${token}`, 401, 401],
  [(token) => `Basic ${token}`, 401, 401],
  [(token) => `Bearer, ${token}`, 401, 401],
  [(token) => `"${token}"`, 401, 401],
  [(token) => `${token},`, 401, 401],
  [(token) => `${token}, ${token}`, 401, 401],
  [(token) => `${token} x`, 401, 401],
  [(token) => `${token}=`, 401, 401],
  [(token) => `${token}==`, 401, 401],
  [(token) => `${token}\u00e9`, 401, 401],
  [(token) => `\u00a0${token}`, 401, 401],
  [(token) => `\u00ef\u00bb\u00bf${token}`, 401, 401],
  [(token) => `${token.slice(0, -9)} ${token.slice(-9)}`, 401, 401],
  [(token) => `${token.slice(0, -9)}\t${token.slice(-9)}`, 401, 401],
  [(token) => token.replaceAll(".", ". "), 401, 401],
  [(token) => token.replaceAll(".", "\u2024"), 401, 401],
  [(token) => encodeURIComponent(token).replaceAll(".", "%2E"), 401, 401],
  [(token) => token.toUpperCase(), 401, 401],
  [(token) => token.toLowerCase(), 401, 401],
  [(token) => token.replaceAll(".", ".="), 401, 401],
  [(token) => `${token}${"x".repeat(7000)}`, 401, 401],
  [(token) => token.slice(0, -1), 401, 401],
  [() => "x".repeat(9000), 401, 401],
  [() => ".".repeat(9000), 401, 401],
  [() => `${"a".repeat(3000)}.${"b".repeat(3000)}.${"c".repeat(3000)}`, 401, 401],
  [() => "Bearer", 401, 401],
  [() => "", 401, 401],
  // Neither may be in a value, nor may a line continue in the next one.
  [(token) => `${token}\u0000`, 400, 400],
  [(token) => `Bearer\r\n ${token}`, 400, 400],
  [(token) => `${token.slice(0, -9)}\r\n\t${token.slice(-9)}`, 400, 400],
  [(token) => `${token}\u007f`, 400, 400],
];

[SCOPES, AUTHORIZER].forEach((strategy, index) => {
  describe(`Authorization header at a running engine, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    let token: string;
    before(async () => {
      stack = running().stack(strategy);
      token = await running().tokenOf(stack, "reader");
    });

    /** Four bits of a signature's last letter are unused: another letter there decodes to the same signature. */
    const statusOfSpelling = (changed: string) => (strategy === SCOPES && isSameToken(changed, token) ? 200 : 401);
    const statusOf = async (...values: readonly string[]) => {
      const headers = values.map((value) => `Authorization: ${value}`);
      return (await ask(running().port, { target: `${running().basePath(stack)}/pets`, headers })).status;
    };

    it("may hold a token with or without its scheme, and in no other form", async () => {
      for (const [form, ...statuses] of FORMS) {
        const value = form(token);
        const shown = value.replaceAll(token, "{token}").slice(0, 60);

        expect(await statusOf(value), shown).to.equal(statuses[index]);
      }
    });

    it("may be written in any case", async () => {
      const target = `${running().basePath(stack)}/pets`;
      for (const name of ["authorization", "AUTHORIZATION", "aUTHORIZATION"]) {
        expect((await ask(running().port, { target, headers: [`${name}: ${token}`] })).status).to.equal(200);
      }
      for (const name of ["Authorisation", "X-Authorization", "Proxy-Authorization", "Authorization_", "Cookie"]) {
        expect((await ask(running().port, { target, headers: [`${name}: ${token}`] })).status, name).to.equal(401);
      }
    });

    it("grants nothing if repeated with a token in none of them, or not in the last one", async () => {
      expect(await statusOf("x", "y")).to.equal(401);
      expect(await statusOf(token.slice(0, -9), token.slice(-9))).to.equal(401);
      expect(await statusOf(token, "x")).to.equal(401);
      expect(await statusOf(token, "")).to.equal(401);
    });

    it("cannot be replaced by the query, a cookie or a body", async () => {
      const target = `${running().basePath(stack)}/pets`;
      const requests = [
        { target: `${target}?Authorization=${token}&access_token=${token}` },
        { target, headers: [`Cookie: Authorization=${token}`] },
        { method: "POST", target, headers: ["Content-Type: application/x-www-form-urlencoded"], body: `access_token=${token}` },
        { method: "POST", target, headers: ["Content-Type: application/json"], body: JSON.stringify({ Authorization: token }) },
      ];

      for (const request of requests) expect((await ask(running().port, request)).status).to.equal(401);
    });

    it("grants nothing with one letter of a token changed, removed or added", async () => {
      const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/~!*'\u00e9".split("");
      const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
      const edit = fc.record({
        place,
        letter: fc.constantFrom(...letters),
        removed: fc.constantFrom(0, 1),
        inserted: fc.boolean(),
      });

      await fc.assert(
        fc.asyncProperty(edit, async ({ place: at, letter, removed, inserted }) => {
          const start = Math.floor(at * token.length);
          const changed = `${token.slice(0, start)}${inserted ? letter : ""}${token.slice(start + removed)}`;
          fc.pre(changed !== token);

          const status = await statusOf(changed);

          expect(status, changed.length.toString()).to.equal(statusOfSpelling(changed));
        }),
        { numRuns: RUNS },
      );
      expect(await statusOf(token)).to.equal(200);
    });

    it("TAKES_UNUSED_SIGNATURE_BITS: sixteen last letters decode to the same signature, of which the program's authorizer accepts one", async () => {
      const taken: string[] = [];
      for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
        const changed = `${token.slice(0, -1)}${letter}`;
        const status = await statusOf(changed);

        expect(status, letter).to.equal(changed === token ? 200 : statusOfSpelling(changed));
        if (status === 200) taken.push(letter);
      }

      expect(taken).to.have.lengthOf(strategy === SCOPES ? 16 : 1);
    });

    it("gets a documented status for any bytes", async () => {
      const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 200 }).map((list) => String.fromCharCode(...list));

      await fc.assert(
        fc.asyncProperty(bytes, async (value) => {
          expect(await statusOf(value.replace(/[\r\n]/g, ""))).to.be.oneOf([400, 401]);
        }),
        { numRuns: RUNS },
      );
    });

    it("leaks nothing into the log", () => {
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });
  });
});

const bytesOf = (signature: string) => Buffer.from(signature, "base64url").toString("hex");

function isSameToken(changed: string, token: string): boolean {
  const [header, payload, signature = "", ...more] = changed.split(".");
  const original = token.split(".");
  return (
    more.length === 0 &&
    header === original[0] &&
    payload === original[1] &&
    /^[\w-]+$/.test(signature) &&
    bytesOf(signature) === bytesOf(original[2] ?? "")
  );
}
