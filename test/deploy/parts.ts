import { GetModelsCommand, GetStagesCommand, paginateGetResources } from "@aws-sdk/client-api-gateway";
import {
  paginateListGroups,
  paginateListResourceServers,
  paginateListUserPoolClients,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Clients } from "../../comparison/deployed/clients";
import { collect } from "../../comparison/deployed/requests";
import type { StackState, StateResource } from "../../recovery/state";

/** The parts of an API and a user pool, by kind. */
type Parts = Readonly<Record<string, readonly string[]>>;

const sort = (names: readonly unknown[]): readonly string[] => names.map(String).sort();
const ofType = ({ resources }: StackState, type: string) => resources.filter((resource) => resource.type.endsWith(`:${type}`));
const idsOf = (state: StackState, type: string) => ofType(state, type).map(({ id }) => id);

/** The parts in a stack's state. */
export function knownParts(state: StackState): Parts {
  const list = (type: string, describe: (outputs: StateResource["outputs"]) => unknown) =>
    sort(ofType(state, type).map(({ outputs }) => describe(outputs)));
  return {
    clients: sort(idsOf(state, "UserPoolClient")),
    groups: list("UserGroup", ({ name }) => name),
    methods: list("Method", ({ resourceId, httpMethod }) => `${resourceId} ${httpMethod}`),
    models: list("Model", ({ name }) => name),
    resourceServers: list("ResourceServer", ({ identifier }) => identifier),
    resources: sort(idsOf(state, "Resource")),
    stages: list("Stage", ({ stageName }) => stageName),
  };
}

/** Every API has these by default. */
const OWN_MODELS = ["Empty", "Error"];

/** What actually exists of the same kinds. */
export async function listParts({ cognito, gateway }: Clients, state: StackState): Promise<Parts> {
  const [restApiId = ""] = idsOf(state, "RestApi");
  const [UserPoolId = ""] = idsOf(state, "UserPool");
  const pages = paginateGetResources({ client: gateway }, { restApiId, embed: ["methods"] });
  const resources = (await collect(pages, ({ items }) => items)).filter(({ parentId }) => parentId !== undefined);
  const { items: models = [] } = await gateway.send(new GetModelsCommand({ restApiId }));
  const { item: stages = [] } = await gateway.send(new GetStagesCommand({ restApiId }));
  const clients = paginateListUserPoolClients({ client: cognito }, { UserPoolId, MaxResults: 60 });
  const groups = paginateListGroups({ client: cognito }, { UserPoolId });
  const servers = paginateListResourceServers({ client: cognito }, { UserPoolId, MaxResults: 50 });
  return {
    clients: sort((await collect(clients, ({ UserPoolClients }) => UserPoolClients)).map(({ ClientId }) => ClientId)),
    groups: sort((await collect(groups, ({ Groups }) => Groups)).map(({ GroupName }) => GroupName)),
    methods: sort(
      resources.flatMap(({ id, resourceMethods = {} }) => Object.keys(resourceMethods).map((method) => `${id} ${method}`)),
    ),
    models: sort(models.map(({ name = "" }) => name).filter((name) => !OWN_MODELS.includes(name))),
    resourceServers: sort((await collect(servers, ({ ResourceServers }) => ResourceServers)).map(({ Identifier }) => Identifier)),
    resources: sort(resources.map(({ id }) => id)),
    stages: sort(stages.map(({ stageName }) => stageName)),
  };
}
