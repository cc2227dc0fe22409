import { randomBytes } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { recordStrategy, textOf } from "../support/programs";

describe("id-token-lambda-authorizer", () => {
  const authorizerOf = async (config: Record<string, string> = {}) => {
    const recording = await recordStrategy("id-token-lambda-authorizer", { config });
    return {
      recording,
      authorizer: recording.one("aws:apigateway/authorizer:Authorizer").inputs,
      environment: recording.one("aws:lambda/function:Function", "id-token-lambda-authorizer").inputs.environment,
    };
  };

  it("caches results as long as configured, 300 seconds by default", async () => {
    expect((await authorizerOf()).authorizer).to.include({ type: "TOKEN", authorizerResultTtlInSeconds: 300 });
    expect((await authorizerOf({ authorizerCacheTtlSeconds: "0" })).authorizer.authorizerResultTtlInSeconds).to.equal(0);
  });

  it("lets API Gateway refuse anything but a JWT with a canonically encoded signature", async () => {
    const shape = new RegExp(textOf((await authorizerOf()).authorizer.identityValidationExpression));
    const canonical = fc.uint8Array({ minLength: 1, maxLength: 600 }).map((bytes) => Buffer.from(bytes).toString("base64url"));
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    // Keys of 2048, 3072 and 4096 bits leave four, no and two bits of the last letter unused.
    for (const size of [256, 384, 512]) {
      const signature = randomBytes(size).toString("base64url");
      expect(shape.test(`a.b.${signature}`), `${size}`).to.equal(true);
      for (const token of [`a.b.${signature}=`, `a.b.${signature}==`, `a.b.${signature}!`])
        expect(shape.test(token)).to.equal(false);
    }
    fc.assert(
      fc.property(
        canonical,
        fc.constantFrom(...letters),
        fc.constantFrom("", "Bearer ", "BEARER ", "bEaReR "),
        (text, letter, scheme) => {
          const changed = `${text.slice(0, -1)}${letter}`;
          const isCanonical = Buffer.from(changed, "base64url").toString("base64url") === changed;

          expect(shape.test(`${scheme}a.b.${text}`)).to.equal(true);
          expect(shape.test(`${scheme}a.b.${changed}`)).to.equal(isCanonical);
          expect(shape.test(`${scheme}a.b.${text}${letter}`)).to.equal(
            Buffer.from(text + letter, "base64url").toString("base64url") === text + letter,
          );
          expect(shape.test(`${scheme} a.b.${text}`)).to.equal(false);
        },
      ),
    );
  });

  it("lets API Gateway validate the longest header in no time, whatever its content", async () => {
    const shape = new RegExp(textOf((await authorizerOf()).authorizer.identityValidationExpression));
    const long = "A".repeat(100_000);
    const start = performance.now();

    for (const text of [long, `${long}.${long}`, `a.b.${long}B`, `a.b.${long}!`, `a.b.${long}AAB`, ".".repeat(100_000)])
      expect(shape.test(text), text.slice(-4)).to.equal(false);

    expect(performance.now() - start).to.be.lessThan(1000);
  });

  it("passes the issuer, the client, and AWS's own JWKS URI to its function", async () => {
    const { recording, environment } = await authorizerOf();
    const { issuer, userPoolClientId } = recording.outputs;

    expect(environment).to.deep.equal({
      variables: { ISSUER: issuer, USER_POOL_CLIENT_ID: userPoolClientId, JWKS_URI: `${issuer}/.well-known/jwks.json` },
    });
    expect(issuer).to.match(/^https:/);
  });

  it("passes a configured JWKS URI with the same issuer to its function", async () => {
    const { recording, environment } = await authorizerOf({ cognitoEndpoint: "http://localhost:4566" });
    const { issuer, userPoolId, userPoolClientId } = recording.outputs;

    expect(environment).to.deep.equal({
      variables: {
        ISSUER: issuer,
        USER_POOL_CLIENT_ID: userPoolClientId,
        JWKS_URI: `http://localhost:4566/${userPoolId}/.well-known/jwks.json`,
      },
    });
  });
});
