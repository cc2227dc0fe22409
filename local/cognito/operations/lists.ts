import { z } from "zod";
import { invalidParameter, notFound } from "../errors";
import { clientId, optional, userPoolId } from "../inputs";
import type { Json } from "../protocol";
import type { ClientModel, UserPoolModel } from "../resources";
import { adminOperation, type Operations } from "../user-pools";
import type { User, Users } from "../users";
import { attributesOf, describeUser } from "./admin";

const MAX_PAGE = 60;
const page = { Limit: optional(z.number().int().min(0).max(MAX_PAGE)) };
const pageToken = optional(z.string().min(1));

/** The page after the token's item, and the token of the next page. */
function paginate<T>(items: readonly T[], keyOf: (item: T) => string, limit: number | undefined, token: string | undefined) {
  const after = token === undefined ? undefined : Buffer.from(token, "base64url").toString();
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && start === 0) throw invalidParameter("Invalid pagination token");
  const found = items.slice(start, start + (limit || MAX_PAGE));
  const last = found.at(-1);
  const hasMore = last !== undefined && start + found.length < items.length;
  return { found, next: hasMore ? Buffer.from(keyOf(last)).toString("base64url") : undefined };
}

const FILTER = /^\s*"?(email|sub|username)"?\s*=\s*"([^"\\]*)"\s*$/;

function filterUsers(users: Users, filter: string | undefined) {
  if (!filter) return users.all;
  const [, attribute, value = ""] = FILTER.exec(filter) ?? [];
  if (attribute === undefined)
    throw invalidParameter('The local engine imitates filters of the form email = "a@example.com", or with sub or username');
  const user = users.find(value);
  const isByEmail = attribute === "email";
  return user !== undefined && (user.sub !== value) === isByEmail ? [user] : [];
}

/**
 * Only the requested attributes, which every user must have: documented, ListUsers in the API reference, read 2026-11. That an empty
 * list returns none, and the message: reported, github.com/aws/aws-sdk-js/issues/2570 and 3091, read 2026-11.
 */
function describeAttributes(user: User, names: readonly string[] | undefined): Json {
  const all = attributesOf(user);
  if (names === undefined) return describeUser(user, all);
  const isMissing = names.some((name) => !all.some(({ Name }) => Name === name));
  if (isMissing) throw invalidParameter("One or more requested attributes do not exist.");
  const asked = all.filter(({ Name }) => names.includes(Name));
  return describeUser(user, asked);
}

/** Assumed: AWS shows a V1_0 trigger in its short form, too. */
function describeTriggers({ preTokenGeneration, postConfirmationArn }: UserPoolModel): Json {
  const { functionArn, eventVersion } = preTokenGeneration ?? {};
  return {
    ...(eventVersion === "V1_0" ? { PreTokenGeneration: functionArn } : {}),
    ...(functionArn === undefined ? {} : { PreTokenGenerationConfig: { LambdaArn: functionArn, LambdaVersion: eventVersion } }),
    ...(postConfirmationArn === undefined ? {} : { PostConfirmation: postConfirmationArn }),
  };
}

const describePool = (model: UserPoolModel, users: Users): Json => ({
  Id: model.id,
  Name: model.name,
  Arn: model.arn,
  UserPoolTier: model.tier,
  UserPoolAddOns: { AdvancedSecurityMode: model.advancedSecurityMode },
  MfaConfiguration: model.mfaConfiguration,
  LambdaConfig: describeTriggers(model),
  UsernameAttributes: ["email"],
  UsernameConfiguration: { CaseSensitive: model.isCaseSensitive },
  AutoVerifiedAttributes: model.isEmailAutoVerified ? ["email"] : [],
  AdminCreateUserConfig: { AllowAdminCreateUserOnly: !model.isSelfSignUpAllowed },
  SchemaAttributes: model.attributes.map(({ name, isRequired, isMutable, minLength, maxLength }) => ({
    Name: name,
    AttributeDataType: "String",
    Required: isRequired,
    Mutable: isMutable,
    StringAttributeConstraints: { MinLength: String(minLength), MaxLength: String(maxLength) },
  })),
  Policies: {
    PasswordPolicy: {
      MinimumLength: model.passwordPolicy.minimumLength,
      RequireLowercase: model.passwordPolicy.requireLowercase,
      RequireNumbers: model.passwordPolicy.requireNumbers,
      RequireSymbols: model.passwordPolicy.requireSymbols,
      RequireUppercase: model.passwordPolicy.requireUppercase,
      TemporaryPasswordValidityDays: model.passwordPolicy.temporaryPasswordValidityDays,
    },
  },
  EstimatedNumberOfUsers: users.all.length,
});

const describeClient = (client: ClientModel, poolId: string): Json => ({
  ClientId: client.id,
  ClientName: client.name,
  UserPoolId: poolId,
  ExplicitAuthFlows: client.authFlows,
  ReadAttributes: client.readAttributes,
  WriteAttributes: client.writeAttributes,
  PreventUserExistenceErrors: client.isUserExistenceHidden ? "ENABLED" : "LEGACY",
  EnableTokenRevocation: client.isTokenRevocationEnabled,
  AuthSessionValidity: client.authSessionValidityMinutes,
  AccessTokenValidity: client.validities.AccessToken.value,
  IdTokenValidity: client.validities.IdToken.value,
  RefreshTokenValidity: client.validities.RefreshToken.value,
  TokenValidityUnits: Object.fromEntries(Object.entries(client.validities).map(([token, { unit }]) => [token, unit])),
});

export const listOperations: Operations = {
  ListUsers: adminOperation(
    z.object({
      UserPoolId: userPoolId,
      AttributesToGet: optional(z.array(z.string().min(1).max(32))),
      Filter: optional(z.string().max(256)),
      PaginationToken: pageToken,
      ...page,
    }),
    ({ UserPoolId, AttributesToGet, Filter, PaginationToken, Limit }, pools) => {
      const { found, next } = paginate(
        filterUsers(pools.get(UserPoolId).users, Filter),
        ({ sub }) => sub,
        Limit,
        PaginationToken,
      );
      return { Users: found.map((user) => describeAttributes(user, AttributesToGet)), PaginationToken: next };
    },
  ),

  ListGroups: adminOperation(z.object({ UserPoolId: userPoolId, NextToken: pageToken, ...page }), (input, pools) => {
    const { model, openedAtMs } = pools.get(input.UserPoolId);
    const { found, next } = paginate(model.groups, ({ name }) => name, input.Limit, input.NextToken);
    return {
      Groups: found.map(({ name, description, precedence }) => ({
        GroupName: name,
        UserPoolId: model.id,
        Description: description,
        Precedence: precedence,
        CreationDate: openedAtMs / 1000,
        LastModifiedDate: openedAtMs / 1000,
      })),
      NextToken: next,
    };
  }),

  DescribeUserPool: adminOperation(z.object({ UserPoolId: userPoolId }), ({ UserPoolId }, pools) => {
    const { model, users } = pools.get(UserPoolId);
    return { UserPool: describePool(model, users) };
  }),

  DescribeUserPoolClient: adminOperation(
    z.object({ UserPoolId: userPoolId, ClientId: clientId }),
    ({ UserPoolId, ClientId }, pools) => {
      const { model } = pools.get(UserPoolId);
      const client = model.clients.find(({ id }) => id === ClientId);
      if (client === undefined) throw notFound(`User pool client ${ClientId} does not exist.`);
      return { UserPoolClient: describeClient(client, model.id) };
    },
  ),
};
