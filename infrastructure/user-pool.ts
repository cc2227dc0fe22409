import * as cognito from "@pulumi/aws/cognito";
import * as pulumi from "@pulumi/pulumi";
import { grantsOf } from "../config/access-rules";
import { CUSTOM_PREFIX, signUpAttributes } from "../config/user-attributes";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";
import { Parts } from "./parts";
import { createTokenTrigger, type TokenNeeds } from "./token-trigger";
import { createUserDirectory } from "./user-directory";

export interface UserPool {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** The `iss` claim of its tokens: `https://cognito-idp.{region}.amazonaws.com/{userPoolId}`. */
  readonly issuer: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  /** Undefined without a user directory. */
  readonly directoryTable: pulumi.Output<string> | undefined;
}

/** Without explicit length constraints the provider sees a diff where there is none. */
const describeAttribute = (
  name: string,
  { required, maxLength }: { readonly required: boolean; readonly maxLength: number },
) => ({
  name,
  attributeDataType: "String",
  required,
  mutable: true,
  developerOnlyAttribute: false,
  stringAttributeConstraints: { minLength: required ? "1" : "0", maxLength: String(maxLength) },
});

/**
 * The user pool with its groups and one public app client for a front end. The pool has the same name under every strategy, so that
 * changing the strategy updates it in place. Without a trigger the whole block is omitted: an empty one shows no diff to the provider
 * and would leave the old trigger attached.
 * Source: github.com/hashicorp/terraform-provider-aws/issues/38617, read 2026-08.
 *
 * @param served the strategies that its tokens must work under.
 */
export function createUserPool(context: StackContext, served: readonly TokenNeeds[]): UserPool {
  const { settings, accessControl, claims, tags } = context;
  const directory = createUserDirectory(context);
  const trigger = createTokenTrigger(context, served, directory);
  const { postConfirmation } = directory ?? {};
  const lambdaConfig = {
    ...(trigger === undefined ? {} : { preTokenGenerationConfig: trigger.config }),
    ...(postConfirmation === undefined ? {} : { postConfirmation: postConfirmation.lambdaArn }),
  };
  const customAttributes = Object.entries(claims.customAttributes);
  const customNames = customAttributes.map(([name]) => CUSTOM_PREFIX + name);
  const { name, aliases } = nameInAccount("users");
  const pool = new cognito.UserPool(
    name,
    {
      userPoolTier: settings.userPoolPlan.toUpperCase(),
      userPoolAddOns: { advancedSecurityMode: settings.advancedSecurity.toUpperCase() },
      ...(Object.keys(lambdaConfig).length === 0 ? {} : { lambdaConfig }),
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      schemas: [
        ...signUpAttributes.map((name) => describeAttribute(name, { required: true, maxLength: 2048 })),
        ...customAttributes.map(([name, { maxLength }]) => describeAttribute(name, { required: false, maxLength })),
      ],
      // Cognito's own sender is limited to 50 mails a day per account; more requires an SES identity (emailConfiguration).
      // Source: docs.aws.amazon.com/cognito/latest/developerguide/quotas.html, read 2026-11.
      adminCreateUserConfig: { allowAdminCreateUserOnly: false },
      accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
      mfaConfiguration: "OPTIONAL",
      softwareTokenMfaConfiguration: { enabled: true },
      passwordPolicy: {
        minimumLength: 12,
        requireLowercase: true,
        requireNumbers: true,
        requireSymbols: true,
        requireUppercase: true,
        temporaryPasswordValidityDays: 3,
      },
      deletionProtection: settings.protect ? "ACTIVE" : "INACTIVE",
      tags,
    },
    { protect: settings.protect, aliases, dependsOn: [...(trigger?.dependsOn ?? []), ...(postConfirmation?.dependsOn ?? [])] },
  );

  const clientArgs = {
    userPoolId: pool.id,
    generateSecret: false,
    explicitAuthFlows: [
      "ALLOW_REFRESH_TOKEN_AUTH",
      "ALLOW_USER_SRP_AUTH",
      ...(settings.allowPasswordAuth ? ["ALLOW_USER_PASSWORD_AUTH"] : []),
    ],
    enableTokenRevocation: true,
    preventUserExistenceErrors: "ENABLED",
    supportedIdentityProviders: ["COGNITO"],
    readAttributes: [...signUpAttributes, "email_verified", ...customNames],
    // Custom attributes are left to administrators: who could write them could claim anything.
    writeAttributes: [...signUpAttributes],
    authSessionValidity: 3,
    accessTokenValidity: settings.accessTokenValidityMinutes,
    idTokenValidity: settings.idTokenValidityMinutes,
    refreshTokenValidity: settings.refreshTokenValidityDays,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
  };
  // Refresh tokens belong to it, and front ends are built with its id.
  const client = new cognito.UserPoolClient("web", clientArgs, { protect: settings.protect });

  const parts = new Parts("users", pool);
  for (const name of grantsOf(accessControl).keys()) {
    // Does not list what it grants, which may change. Ignored afterwards, because emulators cannot update a group.
    const args = { name, userPoolId: pool.id, description: "A group of the access-control table" };
    new cognito.UserGroup(name, args, { ...parts.options, ignoreChanges: ["description"] });
  }

  if (settings.advancedSecurity === "enforced" && settings.cognitoEndpoint === "aws") createRiskConfiguration(pool, parts);

  return {
    id: pool.id,
    arn: pool.arn,
    clientId: client.id,
    issuer: pulumi.interpolate`https://${pool.endpoint}`,
    region: pool.arn.apply((arn) => arn.split(":")[3] ?? ""),
    directoryTable: directory?.tableName,
  };
}

/**
 * How advanced security responds to risks. Without it, AWS's documents contradict each other for an enforced pool: it does nothing, or
 * it blocks every sign-in with the slightest risk. Leaked passwords are refused wherever Cognito sees the password, which it does not
 * in an SRP sign-in. No notification mails: they require an SES identity.
 * Source: docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html and
 * github.com/aws/aws-cdk/pull/17923, read 2026-11. Emulators lack the operation.
 */
function createRiskConfiguration(pool: cognito.UserPool, parts: Parts): void {
  new cognito.RiskConfiguration(
    "users",
    {
      userPoolId: pool.id,
      compromisedCredentialsRiskConfiguration: {
        eventFilters: ["SIGN_IN", "SIGN_UP", "PASSWORD_CHANGE"],
        actions: { eventAction: "BLOCK" },
      },
      accountTakeoverRiskConfiguration: {
        actions: {
          lowAction: { eventAction: "NO_ACTION", notify: false },
          mediumAction: { eventAction: "MFA_IF_CONFIGURED", notify: false },
          highAction: { eventAction: "BLOCK", notify: false },
        },
      },
    },
    // AWS may refuse to remove it from a pool that no longer has the add-on. It does nothing there and is deleted with the pool.
    { ...parts.options, retainOnDelete: true },
  );
}
