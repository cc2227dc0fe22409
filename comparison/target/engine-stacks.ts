import type { Engine } from "../../local/engine";
import type { Stack } from "../../local/stack";
import { createCognitoClient, createTargetStack, type StackAddress, type TargetStack } from "./target-stack";

type ServedStack = Pick<Stack, "apiUrl" | "pool" | "strategy" | "tokenUse">;

/** How clients reach a stack that an engine serves. */
export function addressOf(engineUrl: string, { strategy, tokenUse, apiUrl, pool }: ServedStack): StackAddress {
  const [client] = pool.clients;
  if (client === undefined) throw new Error(`the user pool of ${strategy} has no app client`);
  const [region = ""] = pool.id.split("_");
  return { strategy, tokenUse, apiUrl, cognitoUrl: engineUrl, region, userPoolId: pool.id, clientId: client.id };
}

/** A client of each stack that an engine serves, in its order. */
export const connectToEngine = ({ url, stacks }: Pick<Engine, "stacks" | "url">): readonly TargetStack[] =>
  stacks.map((stack) => {
    const address = addressOf(url, stack);
    return createTargetStack(address, createCognitoClient(address));
  });
