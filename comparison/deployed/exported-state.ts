import { z } from "zod";
import type { StackAddress } from "../target/stack-address";

export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  readonly logGroup: string;
  /** Who calls it: Cognito as a trigger, API Gateway as an authorizer, or API Gateway behind the routes. */
  readonly role: "authorizer" | "pets" | "trigger";
}

/** A deployed strategy: its addresses and functions. */
export interface DeployedStack extends StackAddress {
  readonly apiId: string;
  readonly functions: readonly DeployedFunction[];
  /** Left out where the API writes no access log. */
  readonly accessLogGroup?: string;
}

const REST_API = "aws:apigateway/restApi:RestApi";
const FUNCTION = "aws:lambda/function:Function";
const AUTHORIZER = "aws:apigateway/authorizer:Authorizer";

const exported = z.object({
  resources: z
    .array(z.looseObject({ urn: z.string(), type: z.string(), id: z.string().default(""), outputs: z.unknown().optional() }))
    .default([]),
});
type Resources = z.infer<typeof exported>["resources"];

const programOutputs = z.object({
  apiUrl: z.string(),
  issuer: z.string(),
  region: z.string(),
  strategy: z.string(),
  tokenUse: z.enum(["access", "id"]),
  userPoolClientId: z.string(),
  userPoolId: z.string(),
});
const functionOutputs = z.object({ arn: z.string(), name: z.string(), loggingConfig: z.object({ logGroup: z.string() }) });
const lambdaAuthorizer = z.object({ authorizerUri: z.string().min(1) });
const stageOutputs = z.object({ accessLogSettings: z.object({ destinationArn: z.string() }).nullish() });

/**
 * Reads the output of `pulumi stack export` for a stack of this program.
 *
 * @throws ZodError or Error unless it is the state of one complete stack.
 */
export function readExportedState(deployment: unknown, endpoint?: string): DeployedStack {
  const { resources } = exported.parse(deployment);
  const {
    issuer,
    userPoolClientId: clientId,
    ...outputs
  } = programOutputs.parse(findOne(resources, "pulumi:pulumi:Stack").outputs);
  const { accessLogSettings } = stageOutputs.parse(findOne(resources, "aws:apigateway/stage:Stage").outputs);
  // arn:aws:logs:{region}:{account}:log-group:{name}
  const accessLogGroup = accessLogSettings?.destinationArn.split(":")[6];
  return {
    ...outputs,
    clientId,
    apiId: findOne(resources, REST_API).id,
    functions: readFunctions(resources),
    ...(accessLogGroup === undefined ? {} : { accessLogGroup }),
    cognitoUrl: endpoint ?? new URL(issuer).origin,
  };
}

/** Names from which services derive resources outside the state. */
export interface CreatedNames {
  readonly apiIds: readonly string[];
  readonly functionNames: readonly string[];
}

/** For a possibly incomplete stack. */
export function readCreatedNames(deployment: unknown): CreatedNames {
  const { resources } = exported.parse(deployment);
  const idsOf = (type: string) =>
    resources.filter((resource) => resource.type === type && resource.id !== "").map(({ id }) => id);
  return { apiIds: idsOf(REST_API), functionNames: idsOf(FUNCTION) };
}

/** URNs of Lambda authorizers. */
export function findLambdaAuthorizers(deployment: unknown): readonly string[] {
  const { resources } = exported.parse(deployment);
  const isLambda = ({ type, outputs }: Resources[number]) => type === AUTHORIZER && lambdaAuthorizer.safeParse(outputs).success;
  return resources.filter(isLambda).map(({ urn }) => urn);
}

function findOne(resources: Resources, type: string): Resources[number] {
  const found = resources.filter((resource) => resource.type === type);
  const [resource] = found;
  if (resource === undefined || found.length > 1)
    throw new Error(`the stack's state has ${found.length} resources of type ${type}; expected one`);
  return resource;
}

function readFunctions(resources: Resources): readonly DeployedFunction[] {
  const textOf = (type: string) => JSON.stringify(findOne(resources, type).outputs);
  const pool = textOf("aws:cognito/userPool:UserPool");
  // The one of a strategy that stands by is there as well.
  const authorizers = JSON.stringify(resources.filter(({ type }) => type === AUTHORIZER).map(({ outputs }) => outputs));
  return resources
    .filter(({ type }) => type === FUNCTION)
    .map((resource): DeployedFunction => {
      const { arn, name, loggingConfig } = functionOutputs.parse(resource.outputs);
      const role = pool.includes(arn) ? "trigger" : authorizers.includes(arn) ? "authorizer" : "pets";
      return { name, arn, logGroup: loggingConfig.logGroup, role };
    });
}
