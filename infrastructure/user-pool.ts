import * as cognito from "@pulumi/aws/cognito";
import * as pulumi from "@pulumi/pulumi";
import { grantsOf } from "../config/access-rules";
import type { StackContext } from "./context";
import { nameInAccount } from "./naming";
import { Parts } from "./parts";

/** A pre-token-generation trigger. The version is asked for by name: without it Cognito sends V1_0, which knows no scopes. */
export interface PreTokenGeneration {
  readonly lambdaArn: pulumi.Input<string>;
  readonly lambdaVersion: "V2_0";
  /** What the pool has to wait for before it calls the function: nobody could sign in meanwhile. */
  readonly dependsOn: readonly pulumi.Resource[];
}

export interface UserPool {
  readonly id: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** The `iss` claim of its tokens: `https://cognito-idp.{region}.amazonaws.com/{userPoolId}`. */
  readonly issuer: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
}

/**
 * What a user gives at sign-up. Cognito cannot change a pool's schema later, the provider would replace the pool and lose its
 * users, and without explicit bounds it sees a change where there is none; a test freezes this.
 */
const SIGN_UP_ATTRIBUTES = ["email", "name", "locale"] as const;
const schemas = SIGN_UP_ATTRIBUTES.map((name) => ({
  name,
  attributeDataType: "String",
  required: true,
  mutable: true,
  developerOnlyAttribute: false,
  stringAttributeConstraints: { minLength: "1", maxLength: "2048" },
}));

const configOf = ({ lambdaArn, lambdaVersion }: PreTokenGeneration) => ({ lambdaArn, lambdaVersion });

/**
 * The user pool with its groups and the one public client of a front end. The pool keeps its name under every strategy, so that
 * another strategy updates it in place. Without a trigger the block is left out entirely: the provider sees no change in an empty
 * one and would leave the old trigger attached.
 * Source: github.com/hashicorp/terraform-provider-aws/issues/38617, read 2026-08.
 *
 * @param triggers of the strategies that are served; a pool can have one.
 */
export function createUserPool(
  { settings, accessControl, tags }: StackContext,
  [trigger, ...others]: readonly PreTokenGeneration[],
): UserPool {
  if (others.length > 0) throw new Error("two strategies bring a pre-token-generation trigger, but a user pool has one");
  const { name, aliases } = nameInAccount("users");
  const pool = new cognito.UserPool(
    name,
    {
      userPoolTier: settings.userPoolPlan.toUpperCase(),
      userPoolAddOns: { advancedSecurityMode: settings.advancedSecurity.toUpperCase() },
      ...(trigger === undefined ? {} : { lambdaConfig: { preTokenGenerationConfig: configOf(trigger) } }),
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      schemas,
      // Cognito's own sender mails 50 codes a day for an account, all pools together; more takes an SES identity (emailConfiguration).
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
    { protect: settings.protect, aliases, dependsOn: [...(trigger?.dependsOn ?? [])] },
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
    readAttributes: [...SIGN_UP_ATTRIBUTES, "email_verified"],
    writeAttributes: [...SIGN_UP_ATTRIBUTES],
    authSessionValidity: 3,
    accessTokenValidity: settings.accessTokenValidityMinutes,
    idTokenValidity: settings.idTokenValidityMinutes,
    refreshTokenValidity: settings.refreshTokenValidityDays,
    tokenValidityUnits: { accessToken: "minutes", idToken: "minutes", refreshToken: "days" },
  };
  // Refresh tokens are this client's, and front ends carry its id.
  const client = new cognito.UserPoolClient("web", clientArgs, { protect: settings.protect });

  const parts = new Parts("users", pool);
  for (const name of grantsOf(accessControl).keys()) {
    // Says nothing of what it grants, which may change, and stays as it was made: emulators lack the operation that changes a group.
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
  };
}

/**
 * What advanced security does about a risk. AWS says two things of a pool that is enforced and has no such configuration: that it
 * does nothing, and that it blocks each sign-in with the lowest risk. Passwords that are known to have leaked are refused wherever
 * Cognito sees one, which in a sign-in by SRP it does not. Nobody is told by mail: that takes an SES identity.
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
    // AWS may refuse to take it back from a pool that no longer has the add-on; there it does nothing, and it goes with the pool.
    { ...parts.options, retainOnDelete: true },
  );
}
