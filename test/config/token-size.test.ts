import { generateKeyPairSync, sign } from "node:crypto";
import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import type { ClaimSource, TokenClaims } from "../../config/claim-rules";
import { sizeLargestHeader } from "../../config/token-size";

const NONE: TokenClaims = { customAttributes: {}, set: {}, suppress: {} };
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const x = (length: number) => "x".repeat(length);
const UUID = "7d8ca528-4931-4254-9273-ea5ee853f271";
/** As Cognito issues them in the region with the longest name, to a user in every group of the table. */
const common = {
  sub: UUID,
  iss: "https://cognito-idp.ap-southeast-2.amazonaws.com/ap-southeast-2_abcdefghi",
  origin_jti: UUID,
  event_id: UUID,
  auth_time: 1795876554,
  exp: 1795876554,
  iat: 1795876554,
  jti: UUID,
  "cognito:groups": ["ReadPetsAccess", "WritePetsAccess", "PetsAdmins"],
};
const access = {
  ...common,
  client_id: x(26),
  token_use: "access",
  username: UUID,
  scope: "aws.cognito.signin.user.admin openid profile petsapi/read petsapi/write",
};
const id = {
  ...common,
  "cognito:username": UUID,
  aud: x(26),
  token_use: "id",
  email: x(254),
  email_verified: "false",
  name: x(128),
  locale: x(35),
};

function headerLengthOf(payload: object): number {
  const parts = [{ kid: x(44), alg: "RS256" }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = sign("sha256", Buffer.from(parts.join(".")), privateKey).toString("base64url");
  return `Authorization: Bearer ${parts.join(".")}.${signature}`.length;
}
const setting = (from: ClaimSource) => ({ set: { a: { tokens: "both", from } } }) as const;

describe("sizeLargestHeader", () => {
  it("is the length of the header with the token of a user in every group, with the longest attributes", () => {
    expect(sizeLargestHeader(NONE, accessControl, "access")).to.equal(headerLengthOf(access));
    expect(sizeLargestHeader(NONE, accessControl, "id")).to.equal(headerLengthOf(id));
  });

  const sources: Readonly<Record<string, readonly [ClaimSource, unknown]>> = {
    "a constant, in bytes": [{ constant: "é€" }, "é€"],
    "an attribute": [{ attribute: "email" }, x(254)],
    "a custom attribute": [{ attribute: "custom:companyId" }, x(36)],
    "a region": [{ attribute: "locale", part: "region" }, "419"],
    "a tenant": [{ directory: "tenantId" }, x(64)],
    entitlements: [{ directory: "entitlements" }, Array.from({ length: 20 }, () => x(64))],
    "an object": [{ object: { b: { constant: 7 }, c: { directory: "tenantId" } } }, { b: 7, c: x(64) }],
  };
  for (const [name, [source, value]] of Object.entries(sources))
    it(`counts ${name} as long as it may be`, () => {
      const claims = { ...NONE, customAttributes: { companyId: { maxLength: 36 } }, ...setting(source) };

      expect(sizeLargestHeader(claims, accessControl, "access")).to.equal(headerLengthOf({ ...access, a: value }));
      expect(sizeLargestHeader(claims, accessControl, "id")).to.equal(
        headerLengthOf({ ...id, "custom:companyId": x(36), a: value }),
      );
    });

  it("does not count what is suppressed", () => {
    const { email, ...rest } = id;

    expect(sizeLargestHeader({ ...NONE, suppress: { email: "id" } }, accessControl, "id")).to.equal(headerLengthOf(rest));
    expect(sizeLargestHeader({ ...NONE, suppress: { email: "id" } }, accessControl, "access")).to.equal(headerLengthOf(access));
  });
});
