import type { z } from "zod";
import type { Recording } from "../record";
import { type KnownResource, NotImitatedError, readResources, stateText } from "../recorded-inputs";
import { clientInputs, groupInputs, isCustom, type PasswordPolicy, poolInputs, resourceServerInputs } from "./resource-inputs";

/** A user pool with its clients and groups, as recorded. */
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
  /** The function that Cognito calls before it makes tokens. */
  readonly preTokenGeneration: { readonly functionArn: string; readonly eventVersion: "V1_0" | "V2_0" } | undefined;
  /** The function that it tells of a user who signed up and is confirmed. */
  readonly postConfirmationArn: string | undefined;
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

interface AttributeModel {
  /** As requests and tokens have it: `email`, `custom:company_id`. */
  readonly name: string;
  readonly isCustom: boolean;
  readonly isRequired: boolean;
  readonly isMutable: boolean;
  readonly minLength: number;
  readonly maxLength: number;
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
  /** The same as they were asked for, which is how AWS shows them. */
  readonly validities: Readonly<
    Record<"AccessToken" | "IdToken" | "RefreshToken", { readonly value: number; readonly unit: Unit }>
  >;
}

type Unit = keyof typeof UNIT_SECONDS;
const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

function readAttribute(attribute: z.infer<typeof poolInputs>["schemas"][number]): AttributeModel {
  const { name, required, mutable = true, stringAttributeConstraints } = attribute;
  return {
    name: isCustom(attribute) ? `custom:${name}` : name,
    isCustom: isCustom(attribute),
    isRequired: required,
    isMutable: mutable,
    minLength: stringAttributeConstraints?.minLength ?? 0,
    maxLength: stringAttributeConstraints?.maxLength ?? 2048,
  };
}

/** @throws NotImitatedError for a list with an attribute that the pool does not have, as AWS refuses it. */
function checkLists(name: string, inputs: z.infer<typeof clientInputs>, attributes: readonly AttributeModel[]): void {
  const isKnown = (listed: string) =>
    attributes.some((attribute) => attribute.isCustom && attribute.name === listed) || !isCustom({ name: listed });
  const faults = (["readAttributes", "writeAttributes"] as const).flatMap((list) =>
    (inputs[list] ?? []).filter((listed) => !isKnown(listed)).map((listed) => `${list}: the pool has no attribute "${listed}"`),
  );
  if (faults.length > 0) throw new NotImitatedError({ type: "aws:cognito/userPoolClient:UserPoolClient", name }, faults);
}

function readClient(
  { id, name, inputs }: KnownResource<z.infer<typeof clientInputs>>,
  attributes: readonly AttributeModel[],
): ClientModel {
  checkLists(name, inputs, attributes);
  const units = inputs.tokenValidityUnits;
  const validities = {
    AccessToken: { value: inputs.accessTokenValidity, unit: units.accessToken ?? "hours" },
    IdToken: { value: inputs.idTokenValidity, unit: units.idToken ?? "hours" },
    RefreshToken:
      inputs.refreshTokenValidity === 0
        ? { value: 30, unit: "days" as const }
        : { value: inputs.refreshTokenValidity, unit: units.refreshToken ?? "days" },
  };
  const secondsOf = ({ value, unit }: { readonly value: number; readonly unit: Unit }) => value * UNIT_SECONDS[unit];
  return {
    id,
    name: inputs.name ?? name,
    authFlows: inputs.explicitAuthFlows,
    readAttributes: inputs.readAttributes,
    writeAttributes: inputs.writeAttributes,
    isUserExistenceHidden: inputs.preventUserExistenceErrors === "ENABLED",
    isTokenRevocationEnabled: inputs.enableTokenRevocation,
    authSessionValidityMinutes: inputs.authSessionValidity,
    accessTokenValiditySeconds: secondsOf(validities.AccessToken),
    idTokenValiditySeconds: secondsOf(validities.IdToken),
    refreshTokenValiditySeconds: secondsOf(validities.RefreshToken),
    validities,
  };
}

/**
 * Reads the recorded program's one user pool with its clients, groups and resource servers.
 *
 * @throws NotImitatedError for unsupported inputs, and Error unless there is exactly one pool.
 */
export function readUserPool(recording: Recording): UserPoolModel {
  const [pool, ...others] = readResources(recording, "aws:cognito/userPool:UserPool", poolInputs);
  if (pool === undefined || others.length > 0)
    throw new Error(`expected one user pool, found ${pool === undefined ? 0 : others.length + 1}`);
  const ofThisPool = <T extends { userPoolId: string }>(type: string, schema: z.ZodType<T>) =>
    readResources(recording, type, schema).map((resource) => {
      if (resource.inputs.userPoolId === pool.id) return resource;
      throw new NotImitatedError({ type, name: resource.name }, [
        `userPoolId: "${resource.inputs.userPoolId}" is not this program's pool`,
      ]);
    });

  const { inputs } = pool;
  const { preTokenGeneration: shortForm, preTokenGenerationConfig: config, postConfirmation } = inputs.lambdaConfig ?? {};
  const functionArn = config?.lambdaArn ?? shortForm;
  if (config?.lambdaVersion === "V2_0" && inputs.userPoolTier === "LITE") {
    throw new NotImitatedError({ type: "aws:cognito/userPool:UserPool", name: pool.name }, [
      "lambdaConfig: AWS gives the event version V2_0 from the plan ESSENTIALS up, and userPoolTier is LITE",
    ]);
  }
  const arn = stateText(pool, "arn");
  const attributes = inputs.schemas.map(readAttribute);
  return {
    id: pool.id,
    arn,
    name: stateText(pool, "name"),
    region: arn.split(":")[3] ?? "",
    issuer: `https://${stateText(pool, "endpoint")}`,
    tier: inputs.userPoolTier,
    advancedSecurityMode: inputs.userPoolAddOns?.advancedSecurityMode ?? "OFF",
    mfaConfiguration: inputs.mfaConfiguration,
    preTokenGeneration: functionArn === undefined ? undefined : { functionArn, eventVersion: config?.lambdaVersion ?? "V1_0" },
    postConfirmationArn: postConfirmation,
    isCaseSensitive: inputs.usernameConfiguration.caseSensitive,
    isEmailAutoVerified: inputs.autoVerifiedAttributes.length > 0,
    isSelfSignUpAllowed: !(inputs.adminCreateUserConfig?.allowAdminCreateUserOnly ?? false),
    attributes,
    passwordPolicy: inputs.passwordPolicy,
    groups: ofThisPool("aws:cognito/userGroup:UserGroup", groupInputs).map(({ inputs: { name, description, precedence } }) => ({
      name,
      description,
      precedence,
    })),
    clients: ofThisPool("aws:cognito/userPoolClient:UserPoolClient", clientInputs).map((client) =>
      readClient(client, attributes),
    ),
    resourceServerScopes: ofThisPool("aws:cognito/resourceServer:ResourceServer", resourceServerInputs).flatMap(
      ({ inputs: { identifier, scopes } }) => scopes.map(({ scopeName }) => `${identifier}/${scopeName}`),
    ),
  };
}
