import { createHmac, createSign } from "node:crypto";
import type { RequestListener } from "node:http";
import { expect } from "chai";
import fc from "fast-check";
import { createHandler } from "../../handlers/authorizer";
import { createPolicyBuilder } from "../../strategies/authorizer-policy/policy";
import { petsTable } from "../support/pets-table";
import { STAGE_ARN } from "../support/policy";
import { withServer } from "../support/server";
import { bytesOf, createTestPool, idTokenKey, idTokenPublicKey, signToken, USER } from "../support/user-pool";

const pool = createTestPool();
const environment = {
  ISSUER: pool.issuer,
  USER_POOL_CLIENT_ID: pool.clientId,
  JWKS_URI: `${pool.issuer}/.well-known/jwks.json`,
};
const fetchKeySet = async () => bytesOf(pool.jwks);

const authorize = createHandler(environment, petsTable, fetchKeySet);
const ask = (token: string, handler = authorize) =>
  handler({ type: "TOKEN", authorizationToken: token, methodArn: `${STAGE_ARN}/GET/pets` });
const errorOf = async (answer: Promise<unknown>): Promise<Error> => {
  const result = await answer.catch((error: unknown) => error);
  if (result instanceof Error) return result;
  throw new Error(`expected a refusal, got ${JSON.stringify(result)}`);
};

/** Runs without console output and returns what was logged. */
async function logOf(run: () => Promise<unknown>): Promise<string> {
  const { info } = console;
  const lines: unknown[] = [];
  console.info = (...line: unknown[]) => lines.push(line);
  try {
    await run();
  } finally {
    console.info = info;
  }
  return JSON.stringify(lines);
}

describe("Lambda authorizer", () => {
  const { info } = console;
  before(() => {
    console.info = () => undefined;
  });
  after(() => {
    console.info = info;
  });

  it("returns the user, a policy for every method and a context of strings for a valid token", async () => {
    const answer = await ask(`Bearer ${pool.idToken({ groups: ["PetsAdmins"] })}`);

    expect(answer.principalId).to.equal(USER.sub);
    expect(answer.context).to.deep.equal({ sub: USER.sub, username: USER.username });
    expect(answer.policyDocument.Statement).to.deep.equal([
      {
        Effect: "Allow",
        Action: "execute-api:Invoke",
        Resource: ["GET/pets", "GET/pets/*", "POST/pets", "POST/pets/", "DELETE/pets/*"].map((end) => `${STAGE_ARN}/${end}`),
      },
      { Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/*//*`] },
    ]);
  });

  it("returns the same policy whichever method was called, because the cache replays it for all of them", async () => {
    const token = pool.idToken({ groups: ["ReadPetsAccess"] });
    const methods = ["GET/pets", "DELETE/pets/1", "POST/pets", "GET/a/b/c"];

    const answers = await Promise.all(
      methods.map((method) => authorize({ type: "TOKEN", authorizationToken: token, methodArn: `${STAGE_ARN}/${method}` })),
    );

    for (const answer of answers) expect(answer).to.deep.equal(answers[0]);
  });

  it("returns each caller's own policy, by the groups of their token", async () => {
    const build = createPolicyBuilder(petsTable);
    const groups = fc.array(fc.constantFrom("ReadPetsAccess", "WritePetsAccess", "PetsAdmins", "Strangers"), { maxLength: 4 });

    await fc.assert(
      fc.asyncProperty(groups, async (list) => {
        expect((await ask(pool.idToken({ groups: list }))).policyDocument).to.deep.equal(build(list, STAGE_ARN));
      }),
    );
  });

  it("ignores groups that are not strings", async () => {
    const { policyDocument } = await ask(
      pool.idToken({ claims: { "cognito:groups": [null, "ReadPetsAccess", ["PetsAdmins"]] } }),
    );

    expect(policyDocument).to.deep.equal(createPolicyBuilder(petsTable)(["ReadPetsAccess"], STAGE_ARN));
  });

  it("accepts a token with and without the Bearer scheme, in any case", async () => {
    const token = pool.idToken();

    for (const scheme of ["Bearer", "bearer", "BEARER", "bEaReR"])
      expect(await ask(token)).to.deep.equal(await ask(`${scheme} ${token}`));
  });

  it("denies explicitly if the groups grant nothing or are malformed", async () => {
    for (const claims of [{}, { "cognito:groups": [] }, { "cognito:groups": "PetsAdmins" }, { "cognito:groups": [1, null] }]) {
      const { policyDocument } = await ask(pool.idToken({ claims }));

      expect(policyDocument.Statement).to.deep.equal([
        { Effect: "Deny", Action: "execute-api:Invoke", Resource: [`${STAGE_ARN}/*`] },
      ]);
    }
  });

  const now = Math.floor(Date.now() / 1000);
  const [head = "", body = "", signature = ""] = pool.idToken({ groups: ["PetsAdmins"] }).split(".");
  const unsigned = (header: unknown) => `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${body}`;
  const hmac = (input: string) =>
    createHmac("sha256", idTokenPublicKey.export({ type: "spki", format: "pem" }))
      .update(input)
      .digest("base64url");
  const refused: Readonly<Record<string, string>> = {
    "no token": "",
    "a scheme alone": "Bearer ",
    garbage: "garbage",
    "garbage with two dots": "a.b.c",
    "an access token": pool.accessToken({ groups: ["PetsAdmins"], scopes: ["petsapi/read"] }),
    "an access token with the claims of an ID token": pool.accessToken({
      claims: { aud: pool.clientId, "cognito:username": USER.username, "cognito:groups": ["PetsAdmins"] },
    }),
    "an expired token": pool.idToken({ claims: { exp: now - 1 } }),
    "a token without expiry": pool.idToken({ claims: { exp: undefined } }),
    "a token that is not valid yet": pool.idToken({ claims: { nbf: now + 1800 } }),
    "another client's token": pool.idToken({ claims: { aud: "another" } }),
    "another pool's token": createTestPool({ issuer: `${pool.issuer}X` }).idToken(),
    "a token of the pool's global issuer": pool.idToken({
      claims: { iss: pool.issuer.replace("cognito-idp", "issuer-cognito-idp") },
    }),
    "a token signed by a stranger": createTestPool({ stranger: true }).idToken(),
    "a token of an unknown key": pool.idToken({ header: { kid: "other" } }),
    "a token without a key id": pool.idToken({ header: { kid: undefined } }),
    "a token with its own key": pool.idToken({ header: { jwk: pool.jwks.keys[0], kid: "mine" } }),
    "a tampered payload": `${head}.${Buffer.from(`${Buffer.from(body, "base64url")} `).toString("base64url")}.${signature}`,
    "a cut signature": `${head}.${body}.${signature.slice(0, -8)}`,
    "no signature": `${head}.${body}.`,
    "the algorithm none": `${unsigned({ alg: "none", kid: "id-key" })}.`,
    "the public key as an HMAC secret": `${unsigned({ alg: "HS256", kid: "id-key" })}.${hmac(unsigned({ alg: "HS256", kid: "id-key" }))}`,
    "another RSA algorithm": pool.idToken({ header: { alg: "RS512" } }),
    "a payload that is not an object": signToken({ kid: "id-key", alg: "RS256" }, [], idTokenKey),
    "a token without a user": pool.idToken({ claims: { sub: undefined } }),
    "a token without token_use": pool.idToken({ claims: { token_use: undefined } }),
    "a list of audiences without ours": pool.idToken({ claims: { aud: ["a", "b"] } }),
    "a list of audiences including ours": pool.idToken({ claims: { aud: ["a", pool.clientId] } }),
    "a list with only our audience": pool.idToken({ claims: { aud: [pool.clientId] } }),
    "a token whose token_use is a list": pool.idToken({ claims: { token_use: ["id"] } }),
    "an empty user id": pool.idToken({ claims: { sub: "" } }),
    "an empty username": pool.idToken({ claims: { "cognito:username": "" } }),
    "a header with crit": pool.idToken({ header: { crit: ["exp"] } }),
    "a header with an empty crit": pool.idToken({ header: { crit: [] } }),
    "a header with a null crit": pool.idToken({ header: { crit: null } }),
    "a header with a crit that is not a list": pool.idToken({ header: { crit: "exp" } }),
    "an unencoded payload": pool.idToken({ header: { crit: ["b64"], b64: false } }),
    "an unencoded payload, without crit": pool.idToken({ header: { b64: false } }),
    "a token containing another token": pool.idToken({ header: { cty: "JWT" } }),
    "a token with a padded signature": `${pool.idToken()}==`,
  };
  for (const [name, token] of Object.entries(refused)) {
    it(`refuses ${name} with exactly "Unauthorized", which API Gateway turns into a 401`, async () => {
      expect((await errorOf(ask(token, createHandler(environment, petsTable, fetchKeySet)))).message).to.equal("Unauthorized");
    });

    it(`refuses ${name} for the same reason with a warm key set`, async () => {
      const fresh = createHandler(environment, petsTable, fetchKeySet);
      const warm = createHandler(environment, petsTable, fetchKeySet);
      await ask(pool.idToken(), warm);

      const reason = await logOf(() => errorOf(ask(token, fresh)));

      expect(await logOf(async () => expect((await errorOf(ask(token, warm))).message).to.equal("Unauthorized"))).to.equal(
        reason,
      );
      expect(reason).to.include("token refused");
    });
  }

  for (const claim of ["exp", "nbf", "iat"]) {
    it(`refuses a token whose ${claim} is not a number or is beyond the range of dates`, async () => {
      for (const time of [1e300, -1e300, 1e18, -1e18, 8.65e12, null, "1", `${now + 60}`, true, [now + 60], {}]) {
        const refusal = await errorOf(ask(pool.idToken({ claims: { [claim]: time } })));

        expect(refusal.message, JSON.stringify(time)).to.equal("Unauthorized");
      }
    });
  }

  it("refuses arbitrary input in place of a token, never returning a policy", async () => {
    const part = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((json) => Buffer.from(json).toString("base64url")),
    );
    await fc.assert(
      fc.asyncProperty(part, part, part, async (a, b, c) => {
        for (const token of [
          a,
          `${a}.${b}`,
          `${a}.${b}.${c}`,
          `${head}.${b}.${c}`,
          `${head}.${body}.${c}`,
          `Bearer ${a}.${body}.${signature}`,
        ]) {
          if (token.endsWith(`${head}.${body}.${signature}`)) continue;
          expect((await errorOf(ask(token))).message).to.equal("Unauthorized");
        }
      }),
    );
  });

  it("refuses a valid token with any single byte changed", async () => {
    const good = pool.idToken({ groups: ["PetsAdmins"] });
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.constantFrom(..."Aa0-_."), async (at, other) => {
        fc.pre(good[at] !== other);
        expect((await errorOf(ask(good.slice(0, at) + other + good.slice(at + 1)))).message).to.equal("Unauthorized");
      }),
    );
  });

  it("accepts only the canonical encoding of a signature, of sixteen that decode to the same bytes", async () => {
    const good = pool.idToken({ groups: ["PetsAdmins"] });
    const taken: string[] = [];
    for (const letter of "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") {
      const spelled = `${good.slice(0, -1)}${letter}`;
      await ask(spelled).then(
        () => taken.push(spelled),
        (error: unknown) => expect(error).to.have.property("message", "Unauthorized"),
      );
    }

    expect(taken).to.deep.equal([good]);
  });

  it("returns a policy or refuses, and never fails, whatever claims the pool's own key has signed", async () => {
    const claims = ["exp", "nbf", "iat", "iss", "aud", "sub", "jti", "scope", "token_use", "cognito:username", "cognito:groups"];
    const odd = fc.oneof(fc.jsonValue(), fc.double({ noNaN: true }), fc.constantFrom([], {}, "", [null], 1e300, -1e300));
    const members = (names: readonly string[]) => fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 2 });

    await fc.assert(
      fc.asyncProperty(members(["kid", "alg", "typ", "crit", "b64"]), members(claims), async (header, changed) => {
        const answer = await ask(pool.idToken({ groups: ["PetsAdmins"], header, claims: changed })).catch(
          (error: unknown) => error,
        );

        if (answer instanceof Error) expect(answer.message).to.equal("Unauthorized");
        else expect(answer).to.have.property("principalId").that.is.a("string").and.not.equals("");
      }),
      { numRuns: 300 },
    );
  });

  it("uses the last of duplicate claims, as RFC 7515 and 7519 allow", async () => {
    const twice = (name: string, first: unknown, last: unknown) =>
      `"${name}":${JSON.stringify(first)},"${name}":${JSON.stringify(last)}`;
    const signText = (header: string) => {
      const input = `${Buffer.from(`{${header}}`).toString("base64url")}.${body}`;
      return `${input}.${createSign("RSA-SHA256").update(input).sign(idTokenKey, "base64url")}`;
    };

    expect((await ask(signText(`"kid":"id-key",${twice("alg", "none", "RS256")}`))).principalId).to.equal(USER.sub);
    for (const header of [
      `"kid":"id-key",${twice("alg", "RS256", "none")}`,
      `"alg":"RS256",${twice("kid", "id-key", "other")}`,
      `"kid":"id-key","alg":"RS256",${twice("crit", ["exp"], null)}`,
      String.raw`"kid":"id-key","alg":"RS256","\u0063rit":["exp"]`,
    ]) {
      expect((await errorOf(ask(signText(header)))).message, header).to.equal("Unauthorized");
    }
  });

  it("logs the reason of a refusal and no part of the token", async () => {
    const token = pool.idToken({ claims: { exp: now - 1, email: "ada@example.com" } });

    const log = await logOf(() => errorOf(ask(token)));

    expect(log).to.include("expired").and.not.include("ada@").and.not.include(USER.sub);
    for (const part of token.split(".")) expect(log).not.to.include(part.slice(0, 20));
    expect(await logOf(() => errorOf(ask("ey.secret.x"))))
      .to.include("not a JWT")
      .and.not.include("secret");
  });

  it("accepts no algorithm but RS256, even if the key set does not name one", async () => {
    const keys = pool.jwks.keys.map(({ alg, ...key }) => key);
    const handler = createHandler(environment, petsTable, async () => bytesOf({ keys }));
    const signed = (alg: "RS256" | "RS512") =>
      signToken({ kid: "id-key", alg }, JSON.parse(Buffer.from(body, "base64url").toString()), idTokenKey, alg);

    expect((await ask(signed("RS256"), handler)).principalId).to.equal(USER.sub);
    expect((await errorOf(ask(signed("RS512"), handler))).message).to.equal("Unauthorized");
  });

  it("names the missing environment variable", () => {
    expect(() => createHandler({ ...environment, ISSUER: "" }, petsTable)).to.throw("environment variable ISSUER is missing");
  });
});

describe("Lambda authorizer key set", () => {
  it("is prefetched once, before the first token, and reused for every request", async () => {
    const asked: string[] = [];
    const handler = createHandler(environment, petsTable, async (uri) => {
      asked.push(uri);
      return bytesOf(pool.jwks);
    });
    expect(asked).to.deep.equal([environment.JWKS_URI]);

    for (let i = 0; i < 20; i++) await ask(pool.idToken(), handler);

    expect(asked).to.have.lengthOf(1);
  });

  it("is fetched once for concurrent first requests", async () => {
    let fetches = 0;
    const handler = createHandler(environment, petsTable, async () => {
      fetches++;
      return bytesOf(pool.jwks);
    });

    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(pool.idToken(), handler)));

    expect(answers.map(({ principalId }) => principalId)).to.deep.equal(Array(20).fill(USER.sub));
    expect(fetches).to.equal(1);
  });

  it("is refetched for an unknown key, but not for every request that names one", async () => {
    let fetches = 0;
    const handler = createHandler(environment, petsTable, async () => {
      fetches++;
      return bytesOf(pool.jwks);
    });

    await logOf(async () => {
      for (let i = 0; i < 20; i++) await errorOf(ask(pool.idToken({ header: { kid: `other-${i}` } }), handler));
    });

    expect(fetches).to.equal(2);
    expect((await ask(pool.idToken(), handler)).principalId).to.equal(USER.sub);
  });

  it("is not fetched for a token that no key could validate", async () => {
    let fetches = 0;
    const handler = createHandler(environment, petsTable, async () => {
      fetches++;
      return bytesOf(pool.jwks);
    });
    const kid = "other";

    await logOf(async () => {
      for (const token of [
        pool.idToken({ header: { kid }, claims: { iss: `${pool.issuer}X` } }),
        pool.idToken({ header: { kid, alg: "none" } }),
        pool.idToken({ header: { kid, crit: ["exp"] } }),
      ]) {
        expect((await errorOf(ask(token, handler))).message).to.equal("Unauthorized");
      }
    });

    expect(fetches).to.equal(1);
  });

  it("is refetched when the pool starts signing with a new key", async () => {
    let keys = pool.jwks.keys.slice(1);
    const handler = createHandler(environment, petsTable, async () => bytesOf({ keys }));
    await ask("a.b.c", handler).catch(() => undefined);
    keys = pool.jwks.keys.slice(0);

    expect((await ask(pool.idToken(), handler)).principalId).to.equal(USER.sub);
  });

  for (const [name, answer] of Object.entries<() => Promise<ArrayBuffer>>({
    "cannot be reached": () => Promise.reject(new Error("ECONNREFUSED")),
    "is not JSON": async () => bytesOf("x").slice(0, 1),
    "is not a key set": async () => bytesOf({ keys: [{ kid: 1 }] }),
  })) {
    it(`that ${name} makes the authorizer fail (500, not cached) instead of refuse, without a fetch per request`, async () => {
      let fetches = 0;
      const handler = createHandler(environment, petsTable, () => {
        fetches++;
        return answer();
      });

      const errors = await Promise.all(Array.from({ length: 5 }, () => errorOf(ask(pool.idToken(), handler))));

      for (const error of errors) expect(error.message).to.include(`could not fetch the key set from ${environment.JWKS_URI}`);
      expect(fetches).to.equal(1);
    });
  }

  it("is fetched over plain http if configured, retried once after a broken connection, and never through a redirect", async () => {
    const asked: (string | undefined)[] = [];
    const listener: RequestListener = (request, response) => {
      asked.push(request.url);
      if (request.url === "/moved") response.writeHead(302, { Location: "/pool/.well-known/jwks.json" }).end();
      else if (request.url === "/shaky" && asked.filter((url) => url === "/shaky").length === 1) request.socket.destroy();
      else response.end(JSON.stringify(pool.jwks));
    };
    await withServer(listener, async (address) => {
      const at = (path: string) => createHandler({ ...environment, JWKS_URI: `${address}${path}` }, petsTable);

      expect((await ask(pool.idToken(), at("/pool/.well-known/jwks.json"))).principalId).to.equal(USER.sub);
      expect((await errorOf(ask(pool.idToken(), at("/moved")))).message).to.include("could not fetch the key set");
      expect((await ask(pool.idToken(), at("/shaky"))).principalId).to.equal(USER.sub);
      expect(asked).to.deep.equal(["/pool/.well-known/jwks.json", "/moved", "/moved", "/shaky", "/shaky"]);
    });
  });
});
