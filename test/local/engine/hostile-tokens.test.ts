import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { assemble, byKey, byPss, bySecret, encode, type Parts, poolKey, publicKeySecrets, takeApart } from "./forge";
import { AUTHORIZER, SCOPES, useEngine } from "./running";

const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 });

for (const strategy of [SCOPES, AUTHORIZER]) {
  describe(`forged tokens at a running engine, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    let token: string;
    let parts: Parts;
    let key: KeyObject;
    before(async () => {
      stack = running().stack(strategy);
      token = await running().tokenOf(stack, "admin");
      parts = takeApart(token);
      key = poolKey(running(), stack).privateKey;
    });
    afterEach("the engine still takes the real token", async () => {
      expect((await running().ask(stack, { token })).status).to.equal(200);
    });

    const expectRefusal = async (tokens: Iterable<string>) => {
      for (const forged of tokens)
        expect((await running().ask(stack, { token: forged })).status, forged.slice(0, 90)).to.equal(401);
    };

    it("are refused without a signature, whatever the name of the algorithm", async () => {
      const { header, payload, signature } = parts;

      await expectRefusal(
        ["none", "None", "NONE", "nOnE", "", null, 0, "HS256", "RS256"].flatMap((alg) => [
          assemble({ ...header, alg }, payload, () => ""),
          assemble({ alg }, payload, () => ""),
          assemble({ ...header, alg }, payload, () => "AA"),
        ]),
      );
      await expectRefusal([
        assemble({ ...header, alg: "none" }, payload, () => signature),
        `${encode(header)}.${encode(payload)}`,
        `..${signature}`,
        ".",
        "..",
      ]);
    });

    it("are refused with an HMAC by the public key, in any of its forms", async () => {
      const { header, payload } = parts;

      await expectRefusal(
        publicKeySecrets(key).flatMap((secret) =>
          ["HS256", "RS256"].map((alg) => assemble({ ...header, alg }, payload, bySecret(secret))),
        ),
      );
    });

    it("are refused with another algorithm, even by the pool's own key", async () => {
      const { header, payload } = parts;

      await expectRefusal([
        assemble({ ...header, alg: "RS384" }, payload, byKey(key, "SHA384")),
        assemble({ ...header, alg: "RS512" }, payload, byKey(key, "SHA512")),
        assemble({ ...header, alg: "PS256" }, payload, byPss(key)),
        assemble(header, payload, byKey(key, "SHA512")),
        assemble(header, payload, byPss(key)),
        assemble({ kid: header.kid }, payload, byKey(key)),
        assemble({ ...header, alg: ["RS256"] }, payload, byKey(key)),
        assemble({ ...header, alg: "rs256" }, payload, byKey(key)),
      ]);
    });

    it("are refused with unknown critical header members, even by the pool's own key", async () => {
      const { header, payload } = parts;
      const members = [
        ...[["exp"], ["b64"], [], "exp", null, {}, [1], ["alg"]].map((crit) => ({ crit })),
        { crit: ["exp"], exp: payload.exp },
        { crit: ["b64"], b64: true },
        { crit: ["b64"], b64: false },
        { b64: false },
        { cty: "JWT" },
      ];
      const written = JSON.stringify(header).slice(0, -1);

      await expectRefusal(members.map((extra) => assemble({ ...header, ...extra }, payload, byKey(key))));
      await expectRefusal([
        assemble(`${written},"crit":["exp"],"crit":["exp"]}`, payload, byKey(key)),
        assemble(`${written},"\\u0063rit":["exp"]}`, payload, byKey(key)),
      ]);
    });

    it("are refused with malformed times, even by the pool's own key", async () => {
      const { header, payload } = parts;
      const times = ["1e300", "-1e300", "1e18", "-1e18", "1e999", "-1e999", "8.65e12", "null", '"1"', "true", "[]", "{}"];
      const withTime = (claim: string, time: string) => JSON.stringify({ ...payload, [claim]: "at" }).replace('"at"', time);

      for (const claim of ["exp", "nbf", "iat"])
        await expectRefusal(times.map((time) => assemble(header, withTime(claim, time), byKey(key))));
    });

    it("are refused with a key that is not the pool's, whatever its kid", async () => {
      const { header, payload } = parts;
      const { kid } = header;
      const kids = [
        kid,
        "unknown",
        "",
        undefined,
        null,
        0,
        [kid],
        [[kid]],
        { 0: kid },
        true,
        "../../etc/passwd",
        "%00",
        "x".repeat(4000),
      ];
      const names = ["__proto__", "constructor", "toString", `${kid}\u0000`, ` ${kid}`, "' or 1=1 --", "http://127.0.0.1/"];

      for (const signer of [
        stranger.privateKey,
        poolKey(running(), running().stack(strategy === SCOPES ? AUTHORIZER : SCOPES)).privateKey,
      ]) {
        await expectRefusal([...kids, ...names].map((name) => assemble({ ...header, kid: name }, payload, byKey(signer))));
      }
    });

    it("are refused with the pool's own signature under a malformed kid", async () => {
      const { header, payload } = parts;
      const kids = ["unknown", "", undefined, null, [header.kid], { 0: header.kid }];

      await expectRefusal(kids.map((kid) => assemble({ ...header, kid }, payload, byKey(key))));
    });

    it("can neither embed their key nor have it fetched", async () => {
      const { header, payload } = parts;
      let connections = 0;
      const listener = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
      listener.on("connection", () => connections++);
      const jwk = { ...stranger.publicKey.export({ format: "jwk" }), kid: "own", alg: "RS256", use: "sig" };
      await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
      const url = `http://127.0.0.1:${portOf(listener.address())}/keys.json`;
      const headers = [
        { jwk, kid: "own" },
        { jwk },
        { jku: url, kid: "own" },
        { jku: url },
        { x5u: url, kid: "own" },
        { x5c: [stranger.publicKey.export({ format: "der", type: "spki" }).toString("base64")] },
        { kid: url },
        { jku: url, iss: url, kid: "own" },
      ];

      try {
        await expectRefusal(headers.map((extra) => assemble({ ...header, ...extra }, payload, byKey(stranger.privateKey))));
        await expectRefusal([assemble(header, { ...payload, iss: url.replace("/keys.json", "") }, byKey(stranger.privateKey))]);
      } finally {
        listener.close();
      }

      expect(connections).to.equal(0);
    });

    it("are refused with another user's or group's claims under a genuine signature", async () => {
      const { header, signature } = takeApart(await running().tokenOf(stack, "nobody"));
      const { payload } = parts;

      await expectRefusal([
        assemble(header, payload, () => signature),
        assemble(
          header,
          { ...takeApart(token).payload, "cognito:groups": ["PetsAdmins"], scope: "petsapi/read" },
          () => signature,
        ),
      ]);
    });

    it("are refused if a part is not a JSON object", async () => {
      const { header, payload, signature } = parts;
      const texts = [
        "",
        "null",
        "[]",
        "1",
        '"text"',
        "{",
        "{}",
        "\u0000",
        "\ud800",
        "[".repeat(2000),
        '{"__proto__":{"alg":"RS256"}}',
      ];

      await expectRefusal(texts.map((text) => assemble(text, payload, byKey(stranger.privateKey))));
      await expectRefusal(texts.map((text) => assemble(header, text, byKey(stranger.privateKey))));
      await expectRefusal(texts.map((text) => assemble(header, text, byKey(key))));
      await expectRefusal([
        `${encode(header)}.${signature}`,
        `${token}.${signature}`,
        `${token}.`,
        `.${token}`,
        "a.b.c",
        "a.b.c.d.e",
      ]);
    });

    it("are still distinguished from genuine ones after a flood of unknown keys", async () => {
      const { header, payload } = parts;
      const flood = Array.from({ length: 60 }, (_, i) =>
        assemble({ ...header, kid: `k${i}` }, payload, byKey(stranger.privateKey)),
      );

      const statuses = await Promise.all(flood.map(async (forged) => (await running().ask(stack, { token: forged })).status));

      expect(new Set(statuses)).to.deep.equal(new Set([401]));
      expect((await running().ask(stack, { token: await running().tokenOf(stack, "reader") })).status).to.equal(200);
    });

    it("leak nothing into the log", () => {
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });
  });
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === "object" && address !== null ? address.port : 0;
