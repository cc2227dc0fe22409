import { expect } from "chai";
import fc from "fast-check";
import type { ClaimType, ClaimValue } from "../../config/claim-rules";
import { typeOfValue } from "../../config/claim-rules";
import { readCaller, readClaims } from "../../handlers/lib/caller";
import { passClaims } from "../../handlers/lib/pass-claims";

const USER = { sub: "7d8ca528-4931-4254-9273-ea5ee853f271", username: "ada" };

const tokenOf = (payload: object) =>
  ["{}", JSON.stringify(payload), "x"].map((part) => Buffer.from(part).toString("base64url")).join(".");
const eventOf = (authorizationToken: string) => ({ type: "TOKEN", authorizationToken, methodArn: "arn" }) as const;
const policyDocument = { Version: "2012-10-17", Statement: [] };

/** Whoever the verifying authorizer takes for granted here. */
const accept = async () => ({ principalId: USER.sub, policyDocument, context: { ...USER } });

/** As API Gateway flattens a context. */
const throughLambdaAuthorizer = async (names: readonly string[], payload: object) => {
  const { principalId, context } = await passClaims(names, accept)(eventOf(`Bearer ${tokenOf(payload)}`));
  return { principalId, ...context, integrationLatency: 7 };
};

/** As a Cognito authorizer passes claims: texts, lists joined by commas, objects as JSON. */
const throughCognitoAuthorizer = (payload: Readonly<Record<string, unknown>>) => ({
  claims: Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(",") : typeof value === "object" ? JSON.stringify(value) : String(value),
    ]),
  ),
});

describe("readClaims", () => {
  const text = fc.string({ minLength: 1 });
  const inList = text.filter((item) => !item.includes(","));
  const scalar = fc.oneof(
    text,
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
  );
  const names = fc
    .string({ minLength: 1 })
    .filter((name) => !["__proto__", "sub", "username", "exp", "iat", "claims"].includes(name));
  const value: fc.Arbitrary<ClaimValue> = fc.oneof(
    scalar,
    fc.array(inList, { minLength: 1, maxLength: 4 }),
    fc.dictionary(names, fc.oneof(scalar, fc.array(text, { maxLength: 3 })), { noNullPrototype: true }),
  );

  it("reads the same values, of the same types, whichever authorizer passed them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, value, { noNullPrototype: true }), async (claims) => {
        const types: Record<string, ClaimType> = Object.fromEntries(
          Object.entries(claims).map(([name, one]) => [name, typeOfValue(one)]),
        );
        const payload = { ...USER, ...claims };

        expect(readClaims(throughCognitoAuthorizer(payload), types)).to.deep.equal(claims);
        const authorizer = await throughLambdaAuthorizer(Object.keys(claims), payload);
        expect(readClaims(authorizer, types)).to.deep.equal(claims);
        expect(readCaller(authorizer)).to.deep.equal({ id: USER.sub, username: USER.username });
      }),
    );
  });

  it("reads the list of a user without entitlements as an empty one", async () => {
    const types = { may: "list" } as const;

    expect(readClaims(throughCognitoAuthorizer({ may: [] }), types)).to.deep.equal({ may: [] });
    expect(readClaims(await throughLambdaAuthorizer(["may"], { may: [] }), types)).to.deep.equal({ may: [] });
  });

  it("leaves out what is absent, of another type or not declared", () => {
    const claims = { a: "x", n: "12", bad: "1 2", flag: "yes", o: "[1]", cut: '{"a":' };

    const types: Record<string, ClaimType> = {
      n: "number",
      bad: "number",
      flag: "boolean",
      o: "object",
      cut: "object",
      missing: "text",
    };

    const inherited = Object.fromEntries([["constructor", "text"] as const]);
    expect(readClaims({ claims }, { ...types, ...inherited })).to.deep.equal({ n: 12 });
    expect(readClaims({ claims: '{"n":"12","t":7,"l":[1]}' }, { n: "number", t: "text", l: "list" })).to.deep.equal({ n: 12 });
    expect(
      readClaims({ claims: { n: "", m: " ", o: '["a"]', t: "" } }, { n: "number", m: "number", o: "object", t: "text" }),
    ).to.deep.equal({
      t: "",
    });
    for (const authorizer of [undefined, null, {}, { claims: null }, { claims: "x" }, { a: "x" }])
      expect(readClaims(authorizer, { a: "text" })).to.deep.equal({});
  });
});

describe("passClaims", () => {
  it("passes the declared claims of the token and no other", async () => {
    const { context } = await passClaims(
      ["company", "missing", "constructor"],
      accept,
    )(eventOf(tokenOf({ company: "c", secret: "s" })));

    expect(JSON.parse(String(context?.claims))).to.deep.equal({ company: "c", ...USER });
    expect(context).to.include(USER);
  });

  it("lets no claim pass for the caller that the token was verified to be of", async () => {
    const forged = { sub: "x", username: "x", principalId: "x", client_id: "x" };
    const authorizer = await throughLambdaAuthorizer(Object.keys(forged), forged);

    expect(readCaller(authorizer)).to.deep.equal({ id: USER.sub, username: USER.username });
  });

  it("reads no token that was not accepted", async () => {
    const refuse = () => Promise.reject(new Error("Unauthorized"));
    const outcome = passClaims(["company"], refuse)(eventOf("not a token"));

    expect(await outcome.catch(String)).to.equal("Error: Unauthorized");
  });
});
