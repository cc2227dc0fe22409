import { z } from "zod";
import type { Deployment } from "../deploy";
import { type KnownResource, NotImitatedError, readResources, stateText } from "../recorded-inputs";

/** A user pool with its clients and groups, as the program asked for them. */
export interface UserPoolModel {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** The `iss` claim: `https://cognito-idp.{region}.amazonaws.com/{id}`. */
  readonly issuer: string;
  readonly tier: "LITE" | "ESSENTIALS" | "PLUS";
  readonly advancedSecurityMode: "OFF" | "AUDIT" | "ENFORCED";
  readonly mfaConfiguration: "OFF" | "OPTIONAL";
  /** The function that Cognito calls before it makes tokens, with event version V2_0. */
  readonly preTokenGenerationArn: string | undefined;
  readonly isCaseSensitive: boolean;
  readonly isEmailAutoVerified: boolean;
  readonly isSelfSignUpAllowed: boolean;
  readonly attributes: readonly AttributeModel[];
  readonly passwordPolicy: PasswordPolicy;
  readonly groups: readonly GroupModel[];
  readonly clients: readonly ClientModel[];
  /** The scopes that resource servers know, such as `petsapi/read`. A trigger may add others. */
  readonly resourceServerScopes: readonly string[];
}

export interface AttributeModel {
  readonly name: string;
  readonly isRequired: boolean;
  readonly isMutable: boolean;
  readonly minLength: number;
  readonly maxLength: number;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly requireUppercase: boolean;
  readonly temporaryPasswordValidityDays: number;
}

export interface GroupModel {
  readonly name: string;
  readonly description: string | undefined;
  readonly precedence: number | undefined;
}

export interface ClientModel {
  readonly id: string;
  readonly name: string;
  readonly authFlows: readonly string[];
  /** Undefined: all standard attributes. */
  readonly readAttributes: readonly string[] | undefined;
  readonly writeAttributes: readonly string[] | undefined;
  readonly isUserExistenceHidden: boolean;
  readonly isTokenRevocationEnabled: boolean;
  readonly authSessionValidityMinutes: number;
  readonly accessTokenValiditySeconds: number;
  readonly idTokenValiditySeconds: number;
  readonly refreshTokenValiditySeconds: number;
}

const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;
const unit = z.enum(["seconds", "minutes", "hours", "days"]).optional();
const tags = z.record(z.string(), z.string()).optional();
const bound = z.coerce.number().int().min(0).max(2048);
const ignored = z.unknown().optional();

/** What the API sets for a pool that names no policy. Reported: public code, read 2026-10. */
const DEFAULT_POLICY: PasswordPolicy = {
  minimumLength: 8,
  requireLowercase: true,
  requireNumbers: true,
  requireSymbols: true,
  requireUppercase: true,
  temporaryPasswordValidityDays: 7,
};

const poolInputs = z.strictObject({
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

const clientInputs = z.strictObject({
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
  // AWS takes 0 for 30 days. Documented: the refresh token page of the developer guide, read 2026-10.
  refreshTokenValidity: z.number().min(0).default(0),
  tokenValidityUnits: z.strictObject({ accessToken: unit, idToken: unit, refreshToken: unit }).default({}),
});

const groupInputs = z.strictObject({
  userPoolId: z.string(),
  name: z.string(),
  description: z.string().optional(),
  precedence: z.number().int().min(0).optional(),
});

const resourceServerInputs = z.strictObject({
  userPoolId: z.string(),
  identifier: z.string(),
  name: z.string(),
  scopes: z.array(z.strictObject({ scopeName: z.string(), scopeDescription: z.string() })).default([]),
});

const readClient = ({ id, name, inputs }: KnownResource<z.infer<typeof clientInputs>>): ClientModel => {
  const units = inputs.tokenValidityUnits;
  return {
    id,
    name: inputs.name ?? name,
    authFlows: inputs.explicitAuthFlows,
    readAttributes: inputs.readAttributes,
    writeAttributes: inputs.writeAttributes,
    isUserExistenceHidden: inputs.preventUserExistenceErrors === "ENABLED",
    isTokenRevocationEnabled: inputs.enableTokenRevocation,
    authSessionValidityMinutes: inputs.authSessionValidity,
    accessTokenValiditySeconds: inputs.accessTokenValidity * UNIT_SECONDS[units.accessToken ?? "hours"],
    idTokenValiditySeconds: inputs.idTokenValidity * UNIT_SECONDS[units.idToken ?? "hours"],
    refreshTokenValiditySeconds:
      inputs.refreshTokenValidity === 0
        ? 30 * UNIT_SECONDS.days
        : inputs.refreshTokenValidity * UNIT_SECONDS[units.refreshToken ?? "days"],
  };
};

/**
 * Reads the deployment's one user pool with its clients, groups and resource servers.
 *
 * @throws NotImitatedError for anything asked of them that the engine would not keep, and Error unless there is exactly one pool.
 */
export function readUserPool(deployment: Deployment): UserPoolModel {
  const [pool, ...others] = readResources(deployment, "aws:cognito/userPool:UserPool", poolInputs);
  if (pool === undefined || others.length > 0)
    throw new Error(`expected one user pool, found ${pool === undefined ? 0 : others.length + 1}`);
  const ofThisPool = <T extends { userPoolId: string }>(type: string, schema: z.ZodType<T>) =>
    readResources(deployment, type, schema).map((resource) => {
      if (resource.inputs.userPoolId === pool.id) return resource;
      throw new NotImitatedError({ type, name: resource.name }, [
        `userPoolId: "${resource.inputs.userPoolId}" is not this program's pool`,
      ]);
    });

  const { inputs } = pool;
  const trigger = inputs.lambdaConfig?.preTokenGenerationConfig;
  if (trigger !== undefined && inputs.userPoolTier === "LITE") {
    throw new NotImitatedError({ type: "aws:cognito/userPool:UserPool", name: pool.name }, [
      "lambdaConfig: AWS gives the event version V2_0 from the plan ESSENTIALS up, and userPoolTier is LITE",
    ]);
  }
  const arn = stateText(pool, "arn");
  return {
    id: pool.id,
    arn,
    name: stateText(pool, "name"),
    region: arn.split(":")[3] ?? "",
    issuer: `https://${stateText(pool, "endpoint")}`,
    tier: inputs.userPoolTier,
    advancedSecurityMode: inputs.userPoolAddOns?.advancedSecurityMode ?? "OFF",
    mfaConfiguration: inputs.mfaConfiguration,
    preTokenGenerationArn: trigger?.lambdaArn,
    isCaseSensitive: inputs.usernameConfiguration.caseSensitive,
    isEmailAutoVerified: inputs.autoVerifiedAttributes.length > 0,
    isSelfSignUpAllowed: !(inputs.adminCreateUserConfig?.allowAdminCreateUserOnly ?? false),
    attributes: inputs.schemas.map(({ name, required, mutable, stringAttributeConstraints }) => ({
      name,
      isRequired: required,
      isMutable: mutable,
      minLength: stringAttributeConstraints?.minLength ?? 0,
      maxLength: stringAttributeConstraints?.maxLength ?? 2048,
    })),
    passwordPolicy: inputs.passwordPolicy,
    groups: ofThisPool("aws:cognito/userGroup:UserGroup", groupInputs).map(({ inputs: { name, description, precedence } }) => ({
      name,
      description,
      precedence,
    })),
    clients: ofThisPool("aws:cognito/userPoolClient:UserPoolClient", clientInputs).map(readClient),
    resourceServerScopes: ofThisPool("aws:cognito/resourceServer:ResourceServer", resourceServerInputs).flatMap(
      ({ inputs: { identifier, scopes } }) => scopes.map(({ scopeName }) => `${identifier}/${scopeName}`),
    ),
  };
}
