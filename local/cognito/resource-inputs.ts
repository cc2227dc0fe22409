import { z } from "zod";

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
      preTokenGenerationConfig: z.strictObject({
        lambdaArn: z.string(),
        lambdaVersion: z.literal("V2_0", { error: "is an event version that is not imitated; V2_0 is" }),
      }),
    })
    .optional(),
  usernameAttributes: z.tuple([z.literal("email")], { error: 'is imitated as ["email"] only' }),
  usernameConfiguration: z.strictObject({ caseSensitive: z.boolean() }).default({ caseSensitive: true }),
  autoVerifiedAttributes: z.array(z.literal("email")).default([]),
  schemas: z
    .array(
      z.strictObject({
        name: z.string(),
        attributeDataType: z.literal("String"),
        required: z.boolean().default(false),
        mutable: z.boolean().default(true),
        developerOnlyAttribute: z.literal(false).optional(),
        stringAttributeConstraints: z.strictObject({ minLength: bound.default(0), maxLength: bound.default(2048) }).optional(),
      }),
    )
    .default([]),
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
