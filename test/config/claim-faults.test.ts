import { expect } from "chai";
import fc from "fast-check";
import { accessControl } from "../../config/access-control";
import { assertCustomAttributes, checkTokenClaims, TokenClaimsError, warnOfTokenSize } from "../../config/claim-faults";
import type { ClaimSource, TokenClaims } from "../../config/claim-rules";
import { claimTypes } from "../../config/claim-rules";
import { sizeLargestHeader } from "../../config/token-size";
import { exampleClaims } from "../support/example-claims";

const NONE: TokenClaims = { customAttributes: {}, set: {}, suppress: {} };
const DEFAULTS = { userDirectory: "off", userPoolPlan: "essentials" } as const;

function faultsOf(
  claims: Partial<TokenClaims>,
  settings: Partial<Parameters<typeof checkTokenClaims>[1]> = {},
): readonly string[] {
  try {
    checkTokenClaims({ ...NONE, ...claims }, { ...DEFAULTS, ...settings }, accessControl);
    return [];
  } catch (error) {
    if (error instanceof TokenClaimsError) return error.faults;
    throw error;
  }
}
const setting = (name: string, from: ClaimSource, tokens: "access" | "both" | "id" = "both") => ({
  set: { [name]: { tokens, from } },
});
const constant = { constant: "x" } as const;
/** What no compiler has checked. */
const untyped = (value: unknown): Partial<TokenClaims> => Object(value);

describe("checkTokenClaims", () => {
  it("accepts no claims, and the example on a plan that has access tokens customized", () => {
    expect(faultsOf({})).to.deep.equal([]);
    expect(faultsOf(exampleClaims)).to.deep.equal([]);
    expect(faultsOf(exampleClaims, { userPoolPlan: "plus" })).to.deep.equal([]);
  });

  for (const name of (
    "acr amr at_hash aud auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti sub " +
    "token_use username version cognito:username cognito:roles cognito:anything"
  ).split(" "))
    it(`refuses to set or suppress ${name}, which Cognito would silently ignore`, () => {
      const fault = `claim "${name}" is Cognito's own: a trigger can neither set nor remove it`;

      expect(faultsOf(setting(name, constant))).to.deep.equal([fault]);
      expect(faultsOf({ suppress: { [name]: "id" } })).to.deep.equal([fault]);
    });

  it("points to where scopes and groups come from", () => {
    expect(faultsOf(setting("scope", constant))).to.deep.equal([
      'claim "scope" cannot be declared: scopes are made from the access-control table',
    ]);
    expect(faultsOf({ suppress: { "cognito:groups": "both" } })).to.have.lengthOf(1);
  });

  it("refuses a claim that one token would both set and suppress", () => {
    expect(faultsOf({ ...setting("plan", constant), suppress: { plan: "id" } })).to.deep.equal([
      'claim "plan" is both set in and suppressed from the ID token; remove one of them',
    ]);
    expect(faultsOf({ ...setting("plan", constant, "access"), suppress: { plan: "id" } })).to.deep.equal([]);
  });

  it("refuses an attribute that the pool does not have, naming those it has", () => {
    expect(
      faultsOf({ customAttributes: { companyId: { maxLength: 36 } }, ...setting("a", { attribute: "custom:company" }) }),
    ).to.deep.equal([
      'claim "a" is made from "custom:company", which the pool does not have; expected one of sub, email, email_verified, name, locale, custom:companyId',
    ]);
    for (const attribute of ["companyId", "toString", "__proto__", "custom:__proto__", "phone_number"])
      expect(faultsOf(setting("a", { object: { b: { attribute } } })), attribute).to.have.lengthOf(1);
  });

  it("refuses in the access token what is an attribute of the schema", () => {
    for (const name of ["email", "zoneinfo", "email_verified"])
      expect(faultsOf(setting(name, constant, "access")), name).to.have.lengthOf(1);
    expect(faultsOf({ customAttributes: { a: { maxLength: 1 } }, ...setting("custom:a", constant, "access") })).to.have.lengthOf(
      1,
    );
    expect(faultsOf(setting("email", constant, "id"))).to.deep.equal([]);
  });

  it("refuses an object where an ID token has none", () => {
    for (const name of ["address", "email_verified", "phone_number_verified", "updated_at"])
      expect(faultsOf(setting(name, { object: {} }, "id")), name).to.deep.equal([
        `claim "${name}" is never an object in an ID token; choose another name`,
      ]);
    expect(faultsOf(setting("address", constant, "id"))).to.deep.equal([]);
  });

  describe("on the plan lite, where only texts reach the ID token", () => {
    const lite = { userPoolPlan: "lite" } as const;

    it("accepts texts in the ID token", () => {
      expect(faultsOf(setting("company", { attribute: "name" }, "id"), lite)).to.deep.equal([]);
      expect(faultsOf({ suppress: { email: "id" } }, lite)).to.deep.equal([]);
    });

    it("names the setting that gives the rest", () => {
      const fix = "Set it with: pulumi config set userPoolPlan essentials";
      for (const claims of [
        setting("a", constant, "access"),
        setting("a", { constant: 3 }, "id"),
        setting("a", { constant: true }, "id"),
        setting("a", { constant: ["x"] }, "id"),
        setting("a", { object: {} }, "id"),
        { suppress: { a: "access" } } as const,
      ]) {
        const faults = faultsOf(claims, lite);
        expect(faults, JSON.stringify(claims)).to.have.lengthOf(1);
        expect(faults[0]).to.include(fix);
      }
      expect(faultsOf(setting("a", { directory: "entitlements" }, "id"), { ...lite, userDirectory: "table" })).to.have.lengthOf(
        1,
      );
    });
  });

  it("needs the directory for a claim that is made from it, and says how to switch it on", () => {
    const claims = setting("may", { directory: "entitlements" });

    expect(faultsOf(claims)).to.deep.equal([
      'claim "may" needs the directory. Set it with: pulumi config set userDirectory table',
    ]);
    expect(faultsOf(claims, { userDirectory: "table" })).to.deep.equal([]);
  });

  it("adds the tenant with a directory, where the plan lets it be, and refuses another claim of that name", () => {
    const withDirectory = (userPoolPlan: "essentials" | "lite") =>
      claimTypes(checkTokenClaims(NONE, { userDirectory: "table", userPoolPlan }, accessControl));

    expect(withDirectory("essentials")).to.deep.equal({ tenant_id: "text" });
    expect(
      checkTokenClaims(NONE, { userDirectory: "table", userPoolPlan: "lite" }, accessControl).set.tenant_id?.tokens,
    ).to.equal("id");
    expect(faultsOf(setting("tenant_id", constant), { userDirectory: "table" })).to.have.lengthOf(1);
    expect(faultsOf({ suppress: { tenant_id: "access" } }, { userDirectory: "table" })).to.have.lengthOf(1);
    expect(faultsOf(setting("tenant_id", constant))).to.deep.equal([]);
  });

  it("refuses values that functions could not get back as they are", () => {
    for (const value of [[], ["a,b"], [""], Number.NaN, Number.POSITIVE_INFINITY])
      expect(faultsOf(setting("a", { constant: value })), String(value)).to.have.lengthOf(1);
    expect(faultsOf(setting("a", { constant: { b: { c: [] } } }))).to.have.lengthOf(1);
    expect(faultsOf(setting("a", { constant: JSON.parse('{"__proto__":"x"}') }))).to.have.lengthOf(1);
    expect(faultsOf(setting("a", { object: JSON.parse('{"__proto__":{"constant":"x"}}') }))).to.have.lengthOf(1);
    expect(faultsOf(JSON.parse('{"set":{"__proto__":{"tokens":"id","from":{"constant":"x"}}}}'))).to.have.lengthOf(1);
  });

  it("refuses custom attributes that no schema has", () => {
    for (const [name, maxLength] of [
      ["", 1],
      ["1a", 1],
      ["a".repeat(21), 1],
      ["a b", 1],
      ["a", 0],
      ["a", 2049],
      ["a", 1.5],
    ] as const)
      expect(faultsOf({ customAttributes: { [name]: { maxLength } } }), name).to.have.lengthOf(1);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, { maxLength: 1 }]));
    expect(faultsOf({ customAttributes: many })).to.deep.equal(["51 custom attributes, but a user pool has at most 50"]);
  });

  it("refuses a token that does not fit into the headers of a request, with its size", () => {
    const [fault = ""] = faultsOf(setting("a", { constant: "x".repeat(8000) }, "access"));

    expect(fault).to.match(
      /^the largest access token takes 1\d{4} bytes of header, 1\d\d % of the 10240 that API Gateway accepts/,
    );
  });

  it("refuses more claims than Cognito takes", () => {
    const set = Object.fromEntries(
      Array.from({ length: 2500 }, (_, i) => [`c${i}`, { tokens: "both", from: { constant: 1 } } as const]),
    );

    expect(faultsOf({ set })[0]).to.equal("5002 claims and scopes in both tokens, but Cognito takes 5000");
  });

  it("refuses the region of what has none", () => {
    expect(faultsOf(setting("a", { attribute: "email", part: "region" }))).to.deep.equal([
      'claim "a" takes the region of "email", which has none; expected one of locale',
    ]);
    const customAttributes = { language: { maxLength: 35 } };
    expect(faultsOf({ customAttributes, ...setting("a", { attribute: "custom:language", part: "region" }) })).to.deep.equal([]);
  });

  /** As a program without a compiler might declare it. */
  const misspelled = (more: object) => faultsOf(untyped(more));
  const misspelledClaim = (claim: unknown) => misspelled({ set: { a: claim } });

  for (const [what, faults, expected] of [
    [
      "tokens that do not exist",
      misspelledClaim({ tokens: "acess", from: constant }),
      'claim "a" is for the tokens "acess"; expected "access", "id" or "both"',
    ],
    [
      "a claim without tokens",
      misspelledClaim({ from: constant }),
      'claim "a" is for the tokens undefined; expected "access", "id" or "both"',
    ],
    [
      "a claim without a source",
      misspelledClaim({ tokens: "id" }),
      'claim "a" is made from undefined; expected { constant: … }, { attribute: … }, { directory: … } or { object: … }',
    ],
    ["a value in place of a claim", misspelledClaim("x"), 'claim "a" is "x"; expected { tokens: "both", from: { … } }'],
    [
      "an unknown source",
      misspelledClaim({ tokens: "id", from: { atribute: "email" } }),
      'claim "a" is made from {"atribute":"email"}; expected { constant: … }, { attribute: … }, { directory: … } or { object: … }',
    ],
    [
      "two sources",
      misspelledClaim({ tokens: "id", from: { attribute: "email", ...constant } }),
      'claim "a" is made from {"attribute":"email","constant":"x"}; expected { constant: … }, { attribute: … }, { directory: … } or { object: … }',
    ],
    [
      "a member that is no source",
      misspelledClaim({ tokens: "id", from: { object: { b: "x" } } }),
      'claim "a" is made from "x"; expected { constant: … }, { attribute: … }, { directory: … } or { object: … }',
    ],
    [
      "something beside a source",
      misspelledClaim({ tokens: "id", from: { ...constant, part: "region" } }),
      'claim "a" has the unknown "part" beside "constant"; expected "constant" alone',
    ],
    [
      "an unknown part",
      misspelledClaim({ tokens: "id", from: { attribute: "locale", part: "language" } }),
      'claim "a" takes the part "language"; expected "region"',
    ],
    [
      "an unknown field of the directory",
      misspelledClaim({ tokens: "id", from: { directory: "tenantID" } }),
      'claim "a" is made from the directory\'s "tenantID"; expected "entitlements" or "tenantId"',
    ],
    [
      "a constant that is null",
      misspelledClaim({ tokens: "id", from: { constant: null } }),
      'claim "a" is null; expected a text, number, boolean, list of texts, or object of these',
    ],
    [
      "a constant with null in it",
      misspelledClaim({ tokens: "id", from: { constant: { b: null } } }),
      'claim "a" is {"b":null}; expected a text, number, boolean, list of texts, or object of these',
    ],
    [
      "tokens to suppress from that do not exist",
      misspelled({ suppress: { email: "ID" } }),
      'claim "email" is to be suppressed from "ID"; expected "access", "id" or "both"',
    ],
    [
      "a list of claims to suppress",
      misspelled({ suppress: ["email"] }),
      '"suppress" is ["email"]; expected an object, {} for none',
    ],
    ["a missing section", misspelled({ suppress: null }), '"suppress" is null; expected an object, {} for none'],
    [
      "an unknown section",
      misspelled({ remove: { email: "id" } }),
      '"remove" is unknown; expected customAttributes, set, suppress',
    ],
    [
      "a custom attribute without a length",
      misspelled({ customAttributes: { companyId: 36 } }),
      'custom attribute "companyId" is 36; expected { maxLength: 36 }, for example',
    ],
  ] as const)
    it(`refuses ${what}, which no compiler has seen`, () => {
      expect(faults).to.deep.equal([expected]);
    });

  it("tells all faults at once", () => {
    expect(
      faultsOf({
        customAttributes: { "": { maxLength: 0 } },
        ...setting("sub", { directory: "tenantId" }),
        suppress: { iss: "id" },
      }),
    ).to.have.lengthOf(5);
  });

  it("never throws anything else, whatever the claims are called and made of", () => {
    const source: fc.Arbitrary<ClaimSource> = fc.letrec<{ source: ClaimSource }>((tie) => ({
      source: fc.oneof(
        { maxDepth: 3 },
        fc.record({ constant: fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string())) }),
        fc.record({ attribute: fc.oneof(fc.string(), fc.constantFrom("email", "constructor", "__proto__")) }),
        fc.record({ directory: fc.constantFrom("tenantId", "entitlements") }),
        fc.record({ object: fc.dictionary(fc.string(), tie("source"), { maxKeys: 3 }) }),
      ),
    })).source;
    const tokens = fc.constantFrom("access", "id", "both");
    const claims = fc.record({
      customAttributes: fc.dictionary(fc.string(), fc.record({ maxLength: fc.integer() }), { maxKeys: 3 }),
      set: fc.dictionary(fc.string(), fc.record({ tokens, from: source }), { maxKeys: 4 }),
      suppress: fc.dictionary(fc.string(), tokens, { maxKeys: 3 }),
    });
    fc.assert(fc.property(claims, (declared) => faultsOf(declared).every((fault) => fault.length > 0)));
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true });
    const anyClaims = fc.dictionary(fc.string(), fc.oneof(anything, fc.record({ tokens, from: anything })));
    fc.assert(
      fc.property(fc.record({ customAttributes: anything, set: fc.oneof(anyClaims, anything), suppress: anything }), (declared) =>
        faultsOf(untyped(declared)).every((fault) => fault.length > 0),
      ),
    );
  });
});

describe("warnOfTokenSize", () => {
  it("warns from 60 % of the headers' room on", () => {
    const withText = (length: number): TokenClaims => ({
      ...NONE,
      ...setting("a", { constant: "x".repeat(length) }, "access"),
    });
    const bytesOf = (length: number) => sizeLargestHeader(withText(length), accessControl, "access");
    const warningOf = (length: number) => warnOfTokenSize(withText(length), accessControl);
    const [first = 0] = Array.from({ length: 6000 }, (_, length) => length).filter((length) => bytesOf(length) >= 0.6 * 10_240);

    expect(warnOfTokenSize(exampleClaims, accessControl)).to.equal(undefined);
    expect(warningOf(first - 1)).to.equal(undefined);
    expect(warningOf(first)).to.match(/^the largest access token takes 61\d{2} bytes of header, 60 % of the 10240/);
  });
});

describe("assertCustomAttributes", () => {
  const { customAttributes } = exampleClaims;

  it("lets attributes be added", () => {
    expect(() => assertCustomAttributes({}, exampleClaims)).not.to.throw();
    expect(() => assertCustomAttributes({ companyId: { maxLength: 36 } }, exampleClaims)).not.to.throw();
  });

  it("refuses to change or remove one, which takes a new pool", () => {
    expect(() => assertCustomAttributes(customAttributes, NONE)).to.throw(
      TokenClaimsError,
      /custom attribute "companyId" was removed: .* a new user pool would have no users; restore companyId: \{ maxLength: 36 \}/,
    );
    expect(() => assertCustomAttributes({ constructor: { maxLength: 36 } }, NONE)).to.throw(/"constructor" was removed/);
    expect(() => assertCustomAttributes({ companyId: { maxLength: 35 } }, exampleClaims)).to.throw(
      /has maxLength 36, but was deployed with 35/,
    );
  });
});
