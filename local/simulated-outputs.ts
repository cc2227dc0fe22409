import { createHash } from "node:crypto";

/**
 * What AWS and its provider would add to a resource: ids and ARNs in the form they have there, so that policies, permissions and
 * authorizer addresses made from them can be checked. A type that stands not here is refused, for nothing true could be said of it.
 */

const REGION = "us-east-1";
const ACCOUNT = "123456789012";

type Inputs = Readonly<Record<string, unknown>>;
interface Simulated {
  readonly id: string;
  readonly state: Inputs;
}

const text = (value: unknown) => (typeof value === "string" ? value : "");
const arn = (service: string, resource: string, region = REGION, account = ACCOUNT) =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
/** Made from the name, so that the same program gives the same ids, and from all of it, so that no two names share one. */
const idOf = (name: string, length: number) => createHash("sha256").update(name).digest("hex").slice(0, length);

const plain = (name: string): Simulated => ({ id: `${name}-id`, state: {} });

/** Pulumi's own naming, or the provider's where a program asks for a prefix. */
const named = (name: string, inputs: Inputs) => text(inputs.name) || `${text(inputs.namePrefix) || `${name}-`}0000000`;

const simulators: Readonly<Record<string, (name: string, inputs: Inputs) => Simulated>> = {
  "aws:apigateway/account:Account": plain,
  "aws:apigateway/authorizer:Authorizer": (name) => ({ id: idOf(name, 6), state: {} }),
  "aws:apigateway/deployment:Deployment": (name) => ({ id: idOf(name, 6), state: {} }),
  "aws:apigateway/integration:Integration": plain,
  "aws:apigateway/integrationResponse:IntegrationResponse": plain,
  "aws:apigateway/method:Method": plain,
  "aws:apigateway/methodResponse:MethodResponse": plain,
  "aws:apigateway/methodSettings:MethodSettings": plain,
  "aws:apigateway/model:Model": plain,
  "aws:apigateway/requestValidator:RequestValidator": (name) => ({ id: idOf(name, 6), state: {} }),
  "aws:apigateway/resource:Resource": (name) => ({ id: idOf(name, 6), state: {} }),
  "aws:apigateway/response:Response": plain,
  "aws:apigateway/restApi:RestApi": (name, inputs) => {
    const id = idOf(name, 10);
    return {
      id,
      state: {
        name: named(name, inputs),
        arn: arn("apigateway", `/restapis/${id}`, REGION, ""),
        executionArn: arn("execute-api", id),
        rootResourceId: `${id}-root`,
      },
    };
  },
  "aws:apigateway/stage:Stage": (name, inputs) => ({
    id: `${name}-id`,
    state: { invokeUrl: `https://${text(inputs.restApi)}.execute-api.${REGION}.amazonaws.com/${text(inputs.stageName)}` },
  }),
  "aws:cloudwatch/logGroup:LogGroup": (name, inputs) => ({
    id: named(name, inputs),
    state: { name: named(name, inputs), arn: arn("logs", `log-group:${named(name, inputs)}`) },
  }),
  "aws:cognito/resourceServer:ResourceServer": (_name, inputs) => {
    const identifier = text(inputs.identifier);
    const scopes = Array.isArray(inputs.scopes) ? inputs.scopes : [];
    return {
      id: `${text(inputs.userPoolId)}|${identifier}`,
      state: { scopeIdentifiers: scopes.map((scope: { scopeName: string }) => `${identifier}/${scope.scopeName}`) },
    };
  },
  "aws:cognito/userGroup:UserGroup": plain,
  "aws:cognito/userPool:UserPool": (name, inputs) => {
    const id = `${REGION}_${idOf(name, 9)}`;
    return {
      id,
      state: {
        name: named(name, inputs),
        arn: arn("cognito-idp", `userpool/${id}`),
        endpoint: `cognito-idp.${REGION}.amazonaws.com/${id}`,
      },
    };
  },
  "aws:cognito/userPoolClient:UserPoolClient": (name) => ({ id: idOf(name, 26), state: {} }),
  "aws:dynamodb/table:Table": (name, inputs) => ({
    id: named(name, inputs),
    state: { name: named(name, inputs), arn: arn("dynamodb", `table/${named(name, inputs)}`) },
  }),
  "aws:iam/role:Role": (name, inputs) => ({
    id: named(name, inputs),
    state: { name: named(name, inputs), arn: arn("iam", `role/${named(name, inputs)}`, "") },
  }),
  "aws:iam/rolePolicy:RolePolicy": plain,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": plain,
  "aws:lambda/function:Function": (name, inputs) => {
    const functionArn = arn("lambda", `function:${named(name, inputs)}`);
    return {
      id: named(name, inputs),
      state: {
        name: named(name, inputs),
        arn: functionArn,
        invokeArn: arn("apigateway", `path/2015-03-31/functions/${functionArn}/invocations`, REGION, "lambda"),
      },
    };
  },
  "aws:lambda/permission:Permission": plain,
};

/** @throws Error for a type that the program has not used so far. */
export function simulateOutputs(type: string, name: string, inputs: Inputs): Simulated {
  const simulate = simulators[type];
  if (simulate === undefined) throw new Error(`"${name}" is of type ${type}, which local/simulated-outputs.ts does not know`);
  return simulate(name, inputs);
}
