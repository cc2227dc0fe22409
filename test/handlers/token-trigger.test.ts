import type { PreTokenGenerationTriggerEvent, PreTokenGenerationV2TriggerEvent } from "aws-lambda";
import { expect } from "chai";
import fc from "fast-check";
import { accessControl } from "../../config/access-control";
import { createPermissionLookup, scopeOf } from "../../config/access-rules";
import type { ClaimSource, TokenClaims } from "../../config/claim-rules";
import type { UserRecord } from "../../config/user-record";
import type { FindRecord } from "../../handlers/lib/user-directory";
import { createHandler as createScopes } from "../../handlers/pre-token-generation";
import { createTokenTrigger } from "../../handlers/token-trigger";
import { exampleClaims } from "../support/example-claims";

const NONE = { set: {}, suppress: {} };
const SUB = "7d8ca528-4931-4254-9273-ea5ee853f271";
const attributes = { sub: SUB, email: "ada@example.com", locale: "en-GB", "custom:companyId": "c-1", "custom:partnerId": "p-9" };
const envelope = {
  region: "us-east-1",
  userPoolId: "us-east-1_1",
  userName: "ada",
  callerContext: { awsSdkVersion: "1", clientId: "c" },
  triggerSource: "TokenGeneration_Authentication",
} as const;

const v2 = (groups: string[] = [], userAttributes: Record<string, string> = attributes): PreTokenGenerationV2TriggerEvent => ({
  ...envelope,
  version: "2",
  request: { userAttributes, groupConfiguration: { groupsToOverride: groups }, scopes: [] },
  // As it comes from Cognito, whatever the types say.
  response: JSON.parse('{"claimsAndScopeOverrideDetails":null}'),
});
const v1 = (groups: string[] = []): PreTokenGenerationTriggerEvent => ({
  ...envelope,
  version: "1",
  request: { userAttributes: attributes, groupConfiguration: { groupsToOverride: groups } },
  response: JSON.parse('{"claimsOverrideDetails":null}'),
});

const grantScopes = createScopes(undefined, accessControl);
const findPermissions = createPermissionLookup(accessControl);
const scopesOf = (groups: readonly string[]) => {
  const permissions = findPermissions(groups);
  return permissions.length === 0 ? [] : ["openid", "profile", ...permissions.map((name) => scopeOf(accessControl, name))];
};
const record = (more: Partial<UserRecord> = {}): UserRecord => ({
  userId: SUB,
  tenantId: "acme",
  entitlements: ["reports"],
  ...more,
});
const finds =
  (found: UserRecord | undefined): FindRecord =>
  async () =>
    found;
const claimsFromDirectory: TokenClaims = {
  customAttributes: {},
  set: {
    tenant_id: { tokens: "both", from: { directory: "tenantId" } },
    may: { tokens: "access", from: { object: { use: { directory: "entitlements" } } } },
  },
  suppress: {},
};

describe("createTokenTrigger", () => {
  it("sets and suppresses the declared claims of each token, and leaves out what has no value", async () => {
    const trigger = createTokenTrigger({ claims: exampleClaims });
    const roles = { company: "c-1", pets: ["keeper"], isTrial: false };

    expect(await trigger(v2())).to.deep.equal({
      ...v2(),
      response: {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: {
            claimsToAddOrOverride: { company_id: "c-1", country_id: "GB", external_partner_id: "p-9", roles },
            claimsToSuppress: ["email"],
          },
          accessTokenGeneration: {
            claimsToAddOrOverride: { company_id: "c-1", compliance_level: 3, country_id: "GB", roles },
            claimsToSuppress: [],
            scopesToAdd: [],
          },
        },
      },
    });
    expect(await trigger(v2([], { sub: SUB, locale: "en", "custom:companyId": "" })))
      .to.have.nested.property("response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToAddOrOverride")
      .that.deep.equals({ roles: { pets: ["keeper"], isTrial: false } });
  });

  for (const [locale, region] of [
    ["en-GB", "GB"],
    ["en_gb", "GB"],
    ["zh-Hans-CN", "CN"],
    ["es-419", "419"],
    ["de", undefined],
    ["no locale!", undefined],
  ] as const)
    it(`takes ${region ?? "no region"} from the locale ${locale}`, async () => {
      const set = { country: { tokens: "id", from: { attribute: "locale", part: "region" } } } as const;
      const event = await createTokenTrigger({ claims: { set, suppress: {} } })(v2([], { locale }));

      expect(event)
        .to.have.nested.property("response.claimsAndScopeOverrideDetails.idTokenGeneration.claimsToAddOrOverride")
        .that.deep.equals(region === undefined ? {} : { country: region });
    });

  it("answers V1_0 with texts for the ID token", async () => {
    const set = { company: { tokens: "id", from: { attribute: "custom:companyId" } } } as const;

    expect(await createTokenTrigger({ claims: { set, suppress: { email: "id" } } })(v1(["PetsAdmins"]))).to.deep.equal({
      ...v1(["PetsAdmins"]),
      response: { claimsOverrideDetails: { claimsToAddOrOverride: { company: "c-1" }, claimsToSuppress: ["email"] } },
    });
  });

  it("adds the scopes that the trigger for scopes alone adds, for any groups", async () => {
    const trigger = createTokenTrigger({ claims: NONE, grantScopes });
    await fc.assert(
      fc.asyncProperty(fc.subarray(["ReadPetsAccess", "WritePetsAccess", "PetsAdmins", "Strangers"]), async (groups) => {
        const event = await trigger(v2(groups));
        expect(event)
          .to.have.nested.property("response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd")
          .that.deep.equals(scopesOf(groups));
        expect(event).not.to.have.nested.property("response.claimsAndScopeOverrideDetails.groupOverrideDetails");
      }),
    );
  });

  describe("with a directory", () => {
    const trigger = (found: UserRecord | undefined) =>
      createTokenTrigger({ claims: claimsFromDirectory, grantScopes, findRecord: finds(found) });

    it("makes claims from the user's record, which it looks up by sub", async () => {
      const asked: string[] = [];
      const findRecord: FindRecord = async (userId) => {
        asked.push(userId);
        return record();
      };
      const event = await createTokenTrigger({ claims: claimsFromDirectory, findRecord })(v2());

      expect(asked).to.deep.equal([SUB]);
      expect(event)
        .to.have.nested.property("response.claimsAndScopeOverrideDetails")
        .that.deep.equals({
          idTokenGeneration: { claimsToAddOrOverride: { tenant_id: "acme" }, claimsToSuppress: [] },
          accessTokenGeneration: {
            claimsToAddOrOverride: { tenant_id: "acme", may: { use: ["reports"] } },
            claimsToSuppress: [],
            scopesToAdd: [],
          },
        });
    });

    it("lets the record's groups replace Cognito's in tokens and scopes, also by none", async () => {
      for (const groups of [["ReadPetsAccess"], []]) {
        const event = await trigger(record({ groups }))(v2(["PetsAdmins"]));

        expect(event).to.have.nested.property("response.claimsAndScopeOverrideDetails.groupOverrideDetails").that.deep.equals({
          groupsToOverride: groups,
          iamRolesToOverride: [],
        });
        expect(event)
          .to.have.nested.property("response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd")
          .that.deep.equals(scopesOf(groups));
      }
      expect(await createTokenTrigger({ claims: NONE, findRecord: finds(record({ groups: [] })) })(v1(["PetsAdmins"])))
        .to.have.nested.property("response.claimsOverrideDetails.groupOverrideDetails.groupsToOverride")
        .that.deep.equals([]);
    });

    it("keeps Cognito's groups where the record has none of its own", async () => {
      const event = await trigger(record())(v2(["ReadPetsAccess"]));

      expect(event).not.to.have.nested.property("response.claimsAndScopeOverrideDetails.groupOverrideDetails");
      expect(event)
        .to.have.nested.property("response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd")
        .that.deep.equals(scopesOf(["ReadPetsAccess"]));
    });

    it("leaves no group, scope or claim of the directory to a user whose record is left out", async () => {
      for (const groups of [["PetsAdmins"], ["ReadPetsAccess", "WritePetsAccess"], []]) {
        const event = await trigger(undefined)(v2(groups));

        expect(event)
          .to.have.nested.property("response.claimsAndScopeOverrideDetails")
          .that.deep.equals({
            idTokenGeneration: { claimsToAddOrOverride: {}, claimsToSuppress: [] },
            accessTokenGeneration: { claimsToAddOrOverride: { may: {} }, claimsToSuppress: [], scopesToAdd: [] },
            groupOverrideDetails: { groupsToOverride: [], iamRolesToOverride: [] },
          });
      }
    });

    it("makes no tokens where the user is refused", async () => {
      const findRecord: FindRecord = () => Promise.reject(new Error("ask an administrator"));
      const outcome = createTokenTrigger({ claims: claimsFromDirectory, grantScopes, findRecord })(v2(["PetsAdmins"]));

      expect(await outcome.catch(String)).to.equal("Error: ask an administrator");
    });
  });

  it("changes nothing of the event but its response, whatever the claims and the record are", async () => {
    const source: fc.Arbitrary<ClaimSource> = fc.oneof(
      fc.record({ constant: fc.oneof(fc.string(), fc.double({ noNaN: true }), fc.boolean()) }),
      fc.record({
        attribute: fc.constantFrom("email", "locale", "constructor", "custom:none"),
        part: fc.constant("region" as const),
      }),
      fc.record({ directory: fc.constantFrom("tenantId" as const, "entitlements" as const) }),
    );
    const set = fc.dictionary(
      fc.string(),
      fc.record({ tokens: fc.constantFrom("access" as const, "id" as const, "both" as const), from: source }),
    );
    const found = fc.option(fc.record({ groups: fc.array(fc.string()) }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(set, found, fc.dictionary(fc.string(), fc.string()), async (set, more, userAttributes) => {
        const findRecord = finds(more && record(more));
        const event = v2(["PetsAdmins"], userAttributes);
        const before = structuredClone(event);
        const result = JSON.parse(
          JSON.stringify(await createTokenTrigger({ claims: { set, suppress: {} }, grantScopes, findRecord })(event)),
        );
        expect({ ...result, response: null }).to.deep.equal(JSON.parse(JSON.stringify({ ...before, response: null })));
        expect(event).to.deep.equal(before);
      }),
    );
  });
});
