import { z } from "zod";
import { STANDARD, VERIFICATIONS } from "./standard-attributes";

/**
 * Supported inputs of user pools, clients, groups and resource servers. The schemas are closed: unknown inputs are rejected at startup,
 * because ignoring one could weaken security.
 */

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly requireUppercase: boolean;
  readonly temporaryPasswordValidityDays: number;
}

const unit = z.enum(["seconds", "minutes", "hours", "days"]).optional();
const tags = z.record(z.string(), z.string()).optional();
const bound = z.coerce.number().int().min(0).max(2048);
const ignored = z.unknown().optional();

/** Of the provider's defaults only those that are AWS's as well: it takes a custom attribute to be immutable. */
const attributeInputs = z.strictObject({
  name: z.string(),
  attributeDataType: z.literal("String"),
  required: z.boolean().default(false),
  mutable: z.boolean().optional(),
  developerOnlyAttribute: z.literal(false).optional(),
  stringAttributeConstraints: z.strictObject({ minLength: bound.default(0), maxLength: bound.default(2048) }).optional(),
});
type AttributeInputs = z.infer<typeof attributeInputs>;

export const isCustom = ({ name }: Pick<AttributeInputs, "name">): boolean =>
  !STANDARD.has(name) && !VERIFICATIONS.has(name) && name !== "sub";

/** Documented: developer guide, user-pool-settings-attributes and quotas; SchemaAttributeType in the API reference, read 2026-11. */
const MAX_CUSTOM_ATTRIBUTES = 50;
const CUSTOM_NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u;

function findCustomFault(attribute: AttributeInputs): string | undefined {
  if (!CUSTOM_NAME.test(attribute.name)) return "is not a name of a custom attribute";
  if (/^(?:custom|dev):/.test(attribute.name)) return "has a prefix that AWS itself puts before the name";
  if (attribute.required) return "is a custom attribute, which AWS does not let be required";
  return attribute.mutable === undefined ? "is a custom attribute; say whether it is mutable" : undefined;
}

const schemas = z
  .array(attributeInputs)
  .superRefine((attributes, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    for (const attribute of attributes.filter(isCustom)) {
      const fault = findCustomFault(attribute);
      if (fault !== undefined) refuse(`"${attribute.name}" ${fault}`);
    }
    if (attributes.filter(isCustom).length > MAX_CUSTOM_ATTRIBUTES)
      refuse(`more than ${MAX_CUSTOM_ATTRIBUTES} custom attributes`);
    const names = attributes.map(({ name }) => name);
    if (new Set(names).size < names.length) refuse("two attributes have the same name");
  })
  .default([]);

/** The API's default policy. Reported: public code, read 2026-11. */
const DEFAULT_POLICY: PasswordPolicy = {
  minimumLength: 8,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  requireUppercase: true,
  temporaryPasswordValidityDays: 7,
};

export const poolInputs = z.strictObject({
  name: z.string().optional(),
  userPoolTier: z.enum(["LITE", "ESSENTIALS", "PLUS"]).default("ESSENTIALS"),
  userPoolAddOns: z.strictObject({ advancedSecurityMode: z.enum(["OFF", "AUDIT", "ENFORCED"]) }).optional(),
  lambdaConfig: z
    .strictObject({
      preTokenGenerationConfig: z
        .strictObject({
          lambdaArn: z.string(),
          lambdaVersion: z.enum(["V1_0", "V2_0"], { error: "is an event version that is not imitated; V1_0 and V2_0 are" }),
        })
        .optional(),
      // The short form of V1_0. Documented: LambdaConfigType in the API reference, read 2026-11.
      preTokenGeneration: z.string().optional(),
      postConfirmation: z.string().optional(),
    })
    .refine(
      ({ preTokenGeneration: arn, preTokenGenerationConfig: config }) =>
        arn === undefined || config === undefined || arn === config.lambdaArn,
      { path: ["preTokenGeneration"], error: "is another function than that of preTokenGenerationConfig" },
    )
    .optional(),
  usernameAttributes: z.tuple([z.literal("email")], { error: 'is imitated as ["email"] only' }),
  usernameConfiguration: z.strictObject({ caseSensitive: z.boolean() }).default({ caseSensitive: true }),
  autoVerifiedAttributes: z.array(z.literal("email")).default([]),
  schemas,
  adminCreateUserConfig: z.strictObject({ allowAdminCreateUserOnly: z.boolean().default(false) }).optional(),
  mfaConfiguration: z
    .enum(["OFF", "OPTIONAL"], { error: "is imitated as OFF and OPTIONAL: nobody can set up MFA here" })
    .default("OFF"),
  passwordPolicy: z
    .strictObject({
      minimumLength: z.number().int().min(6).max(99).default(8),
      requireLowercase: z.boolean().default(false),
      requireNumbers: z.boolean().default(false),
      requireSymbols: z.boolean().default(false),
      requireUppercase: z.boolean().default(false),
      temporaryPasswordValidityDays: z.number().int().min(1).max(365).default(7),
    })
    .default(DEFAULT_POLICY),
  // These belong to operations that are not imitated, or to nobody's authorization.
  softwareTokenMfaConfiguration: ignored,
  userAttributeUpdateSettings: ignored,
  accountRecoverySetting: ignored,
  deletionProtection: ignored,
  tags,
});

export const clientInputs = z.strictObject({
  name: z.string().optional(),
  userPoolId: z.string(),
  generateSecret: z.literal(false, { error: "is not imitated: a client with a secret signs its requests" }).optional(),
  // Without the list AWS also allows CUSTOM_AUTH, which is not imitated.
  explicitAuthFlows: z.array(z.enum(["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH"])),
  enableTokenRevocation: z.boolean().default(true),
  preventUserExistenceErrors: z.enum(["ENABLED", "LEGACY"]).default("LEGACY"),
  supportedIdentityProviders: z.tuple([z.literal("COGNITO")]).optional(),
  readAttributes: z.array(z.string()).optional(),
  writeAttributes: z.array(z.string()).optional(),
  authSessionValidity: z.number().int().min(3).max(15).default(3),
  accessTokenValidity: z.number().positive().default(1),
  idTokenValidity: z.number().positive().default(1),
  // AWS takes 0 for 30 days. Documented: the refresh token page of the developer guide, read 2026-11.
  refreshTokenValidity: z.number().min(0).default(0),
  tokenValidityUnits: z.strictObject({ accessToken: unit, idToken: unit, refreshToken: unit }).default({}),
});

export const groupInputs = z.strictObject({
  userPoolId: z.string(),
  name: z.string(),
  description: z.string().optional(),
  precedence: z.number().int().min(0).optional(),
});

export const resourceServerInputs = z.strictObject({
  userPoolId: z.string(),
  identifier: z.string(),
  name: z.string(),
  scopes: z.array(z.strictObject({ scopeName: z.string(), scopeDescription: z.string() })).default([]),
});
