import { createHash } from "node:crypto";

/**
 * Outputs that AWS and its provider would add to a resource: ids and ARNs in their real formats, so that policies, permissions and
 * authorizer URIs built from them can be checked. Unknown types are rejected: we have no outputs to simulate for them.
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

interface Names {
  readonly name: string;
  /** With all that Pulumi makes a physical name of. */
  readonly fullName: string;
}

/** Creates a resource's ids: the same in every run, different for every stack and name. */
type MakeId = (length: number) => string;

const plain = ({ name }: Names): Simulated => ({ id: `${name}-id`, state: {} });
const random = (length: number) => (_names: Names, _inputs: Inputs, makeId: MakeId) => ({ id: makeId(length), state: {} });

/** Pulumi's auto-naming. */
const named = ({ fullName }: Names, inputs: Inputs, makeId: MakeId) => text(inputs.name) || `${fullName}-${makeId(7)}`;

const simulators: Readonly<Record<string, (names: Names, inputs: Inputs, makeId: MakeId) => Simulated>> = {
  "aws:apigateway/account:Account": plain,
  "aws:apigateway/authorizer:Authorizer": random(6),
  "aws:apigateway/deployment:Deployment": random(6),
  "aws:apigateway/integration:Integration": plain,
  "aws:apigateway/integrationResponse:IntegrationResponse": plain,
  "aws:apigateway/method:Method": plain,
  "aws:apigateway/methodResponse:MethodResponse": plain,
  "aws:apigateway/methodSettings:MethodSettings": plain,
  "aws:apigateway/model:Model": plain,
  "aws:apigateway/requestValidator:RequestValidator": random(6),
  "aws:apigateway/resource:Resource": random(6),
  "aws:apigateway/response:Response": plain,
  "aws:apigateway/restApi:RestApi": (names, inputs, makeId) => {
    const id = makeId(10);
    return {
      id,
      state: {
        name: named(names, inputs, makeId),
        arn: arn("apigateway", `/restapis/${id}`, REGION, ""),
        executionArn: arn("execute-api", id),
        rootResourceId: `${id}-root`,
      },
    };
  },
  "aws:apigateway/stage:Stage": ({ name }, inputs) => ({
    id: `${name}-id`,
    state: { invokeUrl: `https://${text(inputs.restApi)}.execute-api.${REGION}.amazonaws.com/${text(inputs.stageName)}` },
  }),
  "aws:cloudwatch/logGroup:LogGroup": (names, inputs, makeId) => ({
    id: named(names, inputs, makeId),
    state: { name: named(names, inputs, makeId), arn: arn("logs", `log-group:${named(names, inputs, makeId)}`) },
  }),
  "aws:cognito/resourceServer:ResourceServer": (_names, inputs) => {
    const identifier = text(inputs.identifier);
    const scopes = Array.isArray(inputs.scopes) ? inputs.scopes : [];
    return {
      id: `${text(inputs.userPoolId)}|${identifier}`,
      state: { scopeIdentifiers: scopes.map((scope: { scopeName: string }) => `${identifier}/${scope.scopeName}`) },
    };
  },
  "aws:cognito/riskConfiguration:RiskConfiguration": plain,
  "aws:cognito/userGroup:UserGroup": plain,
  "aws:cognito/userPool:UserPool": (names, inputs, makeId) => {
    const id = `${REGION}_${makeId(9)}`;
    return {
      id,
      state: {
        name: named(names, inputs, makeId),
        arn: arn("cognito-idp", `userpool/${id}`),
        endpoint: `cognito-idp.${REGION}.amazonaws.com/${id}`,
      },
    };
  },
  "aws:cognito/userPoolClient:UserPoolClient": random(26),
  "aws:dynamodb/table:Table": (names, inputs, makeId) => ({
    id: named(names, inputs, makeId),
    state: { name: named(names, inputs, makeId), arn: arn("dynamodb", `table/${named(names, inputs, makeId)}`) },
  }),
  "aws:iam/role:Role": (names, inputs, makeId) => ({
    id: named(names, inputs, makeId),
    state: { name: named(names, inputs, makeId), arn: arn("iam", `role/${named(names, inputs, makeId)}`, "") },
  }),
  "aws:iam/rolePolicy:RolePolicy": plain,
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": plain,
  "aws:lambda/function:Function": (names, inputs, makeId) => {
    const functionArn = arn("lambda", `function:${named(names, inputs, makeId)}`);
    return {
      id: named(names, inputs, makeId),
      state: {
        name: named(names, inputs, makeId),
        arn: functionArn,
        invokeArn: arn("apigateway", `path/2015-03-31/functions/${functionArn}/invocations`, REGION, "lambda"),
      },
    };
  },
  "aws:lambda/permission:Permission": plain,
  "aws:ssm/parameter:Parameter": (names, inputs, makeId) => {
    const name = named(names, inputs, makeId);
    return { id: name, state: { name, arn: arn("ssm", `parameter/${name.replace(/^\//, "")}`), version: 1 } };
  },
};

/** @throws Error for an unknown type. */
export function simulateOutputs(stack: string, type: string, names: Names, inputs: Inputs): Simulated {
  const { name, fullName } = names;
  const simulate = simulators[type];
  if (simulate === undefined) throw new Error(`"${fullName}" is of type ${type}, which local/simulated-outputs.ts does not know`);
  const hash = createHash("sha256").update(`${stack}/${name}`).digest("hex");
  return simulate(names, inputs, (length) => hash.slice(0, length));
}
