/**
 * What happens, per resource type, when a create runs again because the first answer was lost. docs/recovery.md has the same as a
 * table with sources.
 */

/** Inputs that identify a resource in AWS. */
type Property =
  | "httpMethod"
  | "identifier"
  | "name"
  | "parentId"
  | "pathPart"
  | "resourceId"
  | "restApi"
  | "stageName"
  | "statusCode"
  | "userPoolId";

export type Key = Readonly<Partial<Record<Property, string>>>;

/**
 * The second create fails or makes a duplicate. These inputs find the first: account-wide names were chosen before AWS was asked, and
 * a part is identified by its parent and its place there.
 */
export const identities = {
  "aws:apigateway/method:Method": ["restApi", "resourceId", "httpMethod"],
  "aws:apigateway/methodResponse:MethodResponse": ["restApi", "resourceId", "httpMethod", "statusCode"],
  "aws:apigateway/model:Model": ["restApi", "name"],
  "aws:apigateway/resource:Resource": ["restApi", "parentId", "pathPart"],
  "aws:apigateway/restApi:RestApi": ["name"],
  "aws:apigateway/stage:Stage": ["restApi", "stageName"],
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:cognito/resourceServer:ResourceServer": ["userPoolId", "identifier"],
  "aws:cognito/userGroup:UserGroup": ["userPoolId", "name"],
  "aws:cognito/userPool:UserPool": ["name"],
  "aws:cognito/userPoolClient:UserPoolClient": ["userPoolId", "name"],
  "aws:dynamodb/table:Table": ["name"],
  "aws:iam/role:Role": ["name"],
  "aws:lambda/function:Function": ["name"],
  "aws:ssm/parameter:Parameter": ["name"],
} as const satisfies Readonly<Record<string, readonly Property[]>>;

export type LastingType = keyof typeof identities;

export const isLasting = (type: string): type is LastingType => Object.hasOwn(identities, type);

/** Needs no cleanup: the second create overwrites the first, or the first is unused and is deleted with its parent. */
export const harmless: Readonly<Record<string, "goes with its parent" | "overwritten">> = {
  "aws:apigateway/authorizer:Authorizer": "goes with its parent",
  "aws:apigateway/deployment:Deployment": "goes with its parent",
  "aws:apigateway/integration:Integration": "overwritten",
  "aws:apigateway/integrationResponse:IntegrationResponse": "overwritten",
  "aws:apigateway/methodSettings:MethodSettings": "overwritten",
  "aws:apigateway/requestValidator:RequestValidator": "goes with its parent",
  "aws:apigateway/response:Response": "overwritten",
  "aws:cognito/riskConfiguration:RiskConfiguration": "overwritten",
  "aws:iam/rolePolicy:RolePolicy": "overwritten",
  "aws:lambda/permission:Permission": "goes with its parent",
};
