import type { TokenClaims } from "../../config/claim-rules";

/** Every reason that people give for claims, and every kind of value: constant, attribute, part of one, object, and one to leave out. */
export const exampleClaims: TokenClaims = {
  customAttributes: { companyId: { maxLength: 36 }, partnerId: { maxLength: 64 } },
  set: {
    company_id: { tokens: "both", from: { attribute: "custom:companyId" } },
    compliance_level: { tokens: "access", from: { constant: 3 } },
    country_id: { tokens: "both", from: { attribute: "locale", part: "region" } },
    external_partner_id: { tokens: "id", from: { attribute: "custom:partnerId" } },
    roles: {
      tokens: "both",
      from: {
        object: { company: { attribute: "custom:companyId" }, pets: { constant: ["keeper"] }, isTrial: { constant: false } },
      },
    },
  },
  suppress: { email: "id" },
};
