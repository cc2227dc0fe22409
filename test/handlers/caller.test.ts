import { expect } from "chai";
import fc from "fast-check";
import { readCaller } from "../../handlers/lib/caller";
import { createMachineClaims, USER } from "../support/user-pool";

const MACHINE = "1example23456789";
const common = { iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_573657273", exp: "Thu May 04 03:50:06 UTC 2023" };
const ofUser = { ...common, ...USER, token_use: "access", client_id: "77656200000000000000000000" };
const ofMachine = { ...common, ...createMachineClaims(MACHINE, ["petsapi/read"]), token_use: "access", version: "2" };
const ofIdToken = { ...common, sub: USER.sub, "cognito:username": "ada", token_use: "id", email_verified: "true" };
const { sub } = USER;

const USER_CALLER = { id: sub, username: USER.username };
const NAMELESS_CALLER = { id: sub, username: sub };
const MACHINE_CALLER = { id: MACHINE, username: MACHINE };

/** What API Gateway passes on from each kind of authorizer, and the caller in it. */
const SHAPES: Readonly<
  Record<string, readonly [authorizer: unknown, caller: { readonly id: string; readonly username: string }]>
> = {
  "a user's access token": [{ claims: { ...ofUser, scope: "openid petsapi/read", "cognito:groups": "a,b" } }, USER_CALLER],
  "a refreshed access token": [{ claims: { ...ofUser, origin_jti: "1", event_id: "2" } }, USER_CALLER],
  "an access token of the hosted UI": [{ claims: { ...ofUser, version: "2" } }, USER_CALLER],
  "a federated user's access token": [{ claims: { ...ofUser, username: "Google_1234" } }, { id: sub, username: "Google_1234" }],
  "a machine's access token": [{ claims: ofMachine }, MACHINE_CALLER],
  "a machine's access token with only a client id": [{ claims: { ...ofMachine, sub: undefined } }, MACHINE_CALLER],
  "an ID token": [{ claims: ofIdToken }, { id: sub, username: "ada" }],
  "an ID token without a name": [{ claims: { ...ofIdToken, "cognito:username": undefined } }, NAMELESS_CALLER],
  "a JWT authorizer, with typed claims": [{ claims: { ...ofUser, exp: 1, roles: [] }, scopes: null }, USER_CALLER],
  "claims as JSON": [{ principalId: "user", claims: JSON.stringify(ofUser) }, USER_CALLER],
  "our Lambda authorizer's context": [{ principalId: sub, ...USER, integrationLatency: 7 }, USER_CALLER],
  "a Lambda authorizer without a context": [{ principalId: sub, integrationLatency: 7 }, NAMELESS_CALLER],
  "a Lambda authorizer that also names an app client": [{ principalId: sub, client_id: MACHINE }, NAMELESS_CALLER],
  "a Lambda authorizer with claims that are not JSON": [{ principalId: sub, claims: "{sub=x}" }, NAMELESS_CALLER],
};

/** From the test call in API Gateway's console, from authorizers that identify nobody, and malformed ones. */
const NOBODY: readonly unknown[] = [
  undefined,
  null,
  {},
  [],
  "x",
  { integrationLatency: 7 },
  { claims: null, scopes: null },
  { claims: {} },
  { claims: [] },
  { claims: "" },
  { claims: "null" },
  { claims: '"x"' },
  { claims: { sub: "", username: "x" } },
  { claims: { username: "x", "cognito:username": "x" } },
  { principalId: "" },
  { sub: 7, principalId: true, client_id: ["x"], username: "x" },
];

const NAMES = ["sub", "principalId", "client_id"] as const;
const noText = fc.jsonValue().filter((value) => typeof value !== "string" || value === "");
const otherKeys = fc.constantFrom(
  "username",
  "cognito:username",
  "scope",
  "aud",
  "integrationLatency",
  "__proto__",
  "constructor",
);

/** Values that identify nobody, whatever is next to them. */
const nameless = fc
  .tuple(
    fc.dictionary(otherKeys, fc.jsonValue()),
    fc.record({ sub: noText, principalId: noText, client_id: noText }, { requiredKeys: [] }),
  )
  .map(([others, names]) => ({ ...others, ...names }));

/** Where identities may be: at the top level, in the claims, or in claims as JSON. */
const PLACES: readonly ((values: unknown) => unknown)[] = [
  (values) => values,
  (claims) => ({ claims }),
  (claims) => ({ claims: JSON.stringify(claims) }),
];
const place = fc.constantFrom(...PLACES);

describe("readCaller", () => {
  for (const [name, [authorizer, caller]] of Object.entries(SHAPES)) {
    it(`reads the caller of ${name}`, () => {
      expect(readCaller(authorizer)).to.deep.equal(caller);
    });
  }

  it("returns undefined without an authorizer or if it identified nobody", () => {
    for (const authorizer of NOBODY) expect(readCaller(authorizer), JSON.stringify(authorizer)).to.equal(undefined);
  });

  it("returns undefined for any JSON without text as an identity", () => {
    fc.assert(
      fc.property(fc.oneof(nameless, fc.jsonValue()), place, (values, put) => {
        expect(readCaller(put(values))).to.equal(undefined);
      }),
    );
  });

  it("reads an identity whatever else is around it", () => {
    fc.assert(
      fc.property(nameless, place, fc.constantFrom(...NAMES), fc.string({ minLength: 1 }), (values, put, key, name) => {
        const caller = readCaller(put({ ...values, [key]: name }));

        expect(caller?.id).to.equal(name);
        expect(caller?.username).to.be.a("string").and.not.equal("");
      }),
    );
  });
});
