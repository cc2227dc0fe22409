import { expect } from "chai";
import { expiryMsOf, groupsOf, readClaims, scopesOf, tamper } from "../../../local/page/tokens";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokenOf = (claims: unknown) => `${encode({ alg: "RS256" })}.${encode(claims)}.signature`;
const administrator = { groups: ["Readers", "Admins"], scopes: ["api/read", "api/write"] };

describe("readClaims", () => {
  it("decodes the payload, whatever letters are in it", () => {
    const claims = { name: "Žofie ✓ 🐈", n: [1, { deep: true }] };

    expect(readClaims(tokenOf(claims))).to.deep.equal(claims);
  });

  it("answers nothing for what is no token", () => {
    for (const text of ["", "a.b.c", "a", `a.${encode("text")}.c`, `a.${encode([1])}.c`, `a.${encode(null)}.c`]) {
      expect(readClaims(text), text).to.equal(undefined);
    }
  });
});

describe("groupsOf, scopesOf and expiryMsOf", () => {
  it("read the claims in the form that Cognito gives them", () => {
    const claims = { "cognito:groups": ["Readers", "Admins"], scope: "api/read api/write", exp: 1_700_000_000 };

    expect(groupsOf(claims)).to.deep.equal(["Readers", "Admins"]);
    expect(scopesOf(claims)).to.deep.equal(["api/read", "api/write"]);
    expect(expiryMsOf(claims)).to.equal(1_700_000_000_000);
  });

  it("take a missing claim for none, and a missing expiry for never", () => {
    expect(groupsOf({})).to.deep.equal([]);
    expect(scopesOf({ scope: "" })).to.deep.equal([]);
    expect(expiryMsOf({})).to.equal(Number.POSITIVE_INFINITY);
  });
});

describe("tamper", () => {
  it("gives an access token groups and scopes and keeps header, signature and all other claims", () => {
    const token = tokenOf({ token_use: "access", sub: "1", scope: "openid api/read", "cognito:groups": ["Readers"] });

    const tampered = tamper(token, administrator);

    const [header, , signature] = tampered.token.split(".");
    expect([header, signature]).to.deep.equal([token.split(".")[0], "signature"]);
    expect(readClaims(tampered.token)).to.deep.equal({
      token_use: "access",
      sub: "1",
      scope: "openid api/read api/write",
      "cognito:groups": ["Readers", "Admins"],
    });
    expect(tampered.changed).to.have.members(["scope", "cognito:groups"]);
  });

  it("gives an ID token groups and no scope, which it never has", () => {
    const tampered = tamper(tokenOf({ token_use: "id" }), administrator);

    expect(readClaims(tampered.token)).to.deep.equal({ token_use: "id", "cognito:groups": ["Readers", "Admins"] });
    expect(tampered.changed).to.deep.equal(["cognito:groups"]);
  });

  it("prolongs a token that has everything, so that something always differs from what was signed", () => {
    const token = tokenOf({ token_use: "id", "cognito:groups": ["Admins", "Readers"], exp: 1000 });

    const tampered = tamper(token, administrator);

    expect(tampered.changed).to.deep.equal(["exp"]);
    expect(readClaims(tampered.token)?.exp).to.be.greaterThan(1000);
    expect(tampered.token).not.to.equal(token);
  });

  it("spoils what is no token at all", () => {
    expect(tamper("nothing", administrator)).to.deep.equal({ token: "nothingx", changed: [] });
  });
});
