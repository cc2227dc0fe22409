import type { Clients } from "../../comparison/deployed/clients";
import type { Deployment } from "../../comparison/deployed/deployment";
import type { DeployedStack } from "../../comparison/deployed/exported-state";

/** A stack with an authorizer function, which writes an access log. */
export const STACK: DeployedStack = {
  strategy: "x",
  tokenUse: "id",
  apiUrl: "http://localhost",
  apiId: "a",
  region: "us-east-1",
  userPoolId: "p",
  clientId: "c",
  cognitoUrl: "http://localhost",
  functions: [{ name: "guard", arn: "arn", logGroup: "/aws/lambda/guard", role: "authorizer" }],
  accessLogGroup: "/aws/apigateway/access",
};

/** A deployment of that stack, on which nothing can be changed. */
export const createFakeDeployment = (clients: Clients, target: Deployment["target"]): Deployment => ({
  target,
  region: "us-east-1",
  clients,
  stacks: [STACK],
  configure: async () => undefined,
  destroy: async () => [],
});
