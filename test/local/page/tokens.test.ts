import { expect } from "chai";
import { expiryMsOf, groupsOf, readClaims, scopesOf, tamper } from "../../../local/page/tokens";

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const tokenOf = (claims: unknown) => `${encode({ alg: "RS256" })}.${encode(claims)}.signature`;
const administrator = { groups: ["Readers", "Admins"], scopes: ["api/read", "api/write"] };

describe("readClaims", () => {
  it("decodes any characters in the payload", () => {
    const claims = { name: "Žofie ✓ 🐈", n: [1, { deep: true }] };

    expect(readClaims(tokenOf(claims))).to.deep.equal(claims);
  });

  it("returns undefined for anything but a token", () => {
    for (const text of ["", "a.b.c", "a", `a.${encode("text")}.c`, `a.${encode([1])}.c`, `a.${encode(null)}.c`]) {
      expect(readClaims(text), text).to.equal(undefined);
    }
  });
});

describe("groupsOf, scopesOf and expiryMsOf", () => {
  it("read claims in Cognito's format", () => {
    const claims = { "cognito:groups": ["Readers", "Admins"], scope: "api/read api/write", exp: 1_700_000_000 };

    expect(groupsOf(claims)).to.deep.equal(["Readers", "Admins"]);
    expect(scopesOf(claims)).to.deep.equal(["api/read", "api/write"]);
    expect(expiryMsOf(claims)).to.equal(1_700_000_000_000);
  });

  it("treat a missing claim as empty, and a missing expiry as never", () => {
    expect(groupsOf({})).to.deep.equal([]);
    expect(scopesOf({ scope: "" })).to.deep.equal([]);
    expect(expiryMsOf({})).to.equal(Number.POSITIVE_INFINITY);
  });
});

describe("tamper", () => {
  it("adds groups and scopes to an access token, and keeps header, signature and all other claims", () => {
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

  it("adds groups to an ID token, and no scope, which it never has", () => {
    const tampered = tamper(tokenOf({ token_use: "id" }), administrator);

    expect(readClaims(tampered.token)).to.deep.equal({ token_use: "id", "cognito:groups": ["Readers", "Admins"] });
    expect(tampered.changed).to.deep.equal(["cognito:groups"]);
  });

  it("extends a token that has everything, so that it always differs from what was signed", () => {
    const token = tokenOf({ token_use: "id", "cognito:groups": ["Admins", "Readers"], exp: 1000 });

    const tampered = tamper(token, administrator);

    expect(tampered.changed).to.deep.equal(["exp"]);
    expect(readClaims(tampered.token)?.exp).to.be.greaterThan(1000);
    expect(tampered.token).not.to.equal(token);
  });

  it("corrupts anything but a token", () => {
    expect(tamper("nothing", administrator)).to.deep.equal({ token: "nothingx", changed: [] });
  });
});
