import { z } from "zod";
import type { Stack } from "../../local/stack";

/** How clients reach one strategy's stack, on whichever target. */
export const stackAddress = z.object({
  strategy: z.string(),
  tokenUse: z.enum(["access", "id"]),
  /** Of the API's stage, without a slash at the end. */
  apiUrl: z.string(),
  /** Cognito's endpoint. */
  cognitoUrl: z.string(),
  region: z.string(),
  userPoolId: z.string(),
  /** The app client that the API knows. */
  clientId: z.string(),
});
export type StackAddress = Readonly<z.infer<typeof stackAddress>>;

/** How clients reach a stack that an engine serves. */
export function addressOf(engineUrl: string, { strategy, tokenUse, apiUrl, pool }: Stack): StackAddress {
  const [client] = pool.clients;
  if (client === undefined) throw new Error(`the user pool of ${strategy} has no app client`);
  const [region = ""] = pool.id.split("_");
  return { strategy, tokenUse, apiUrl, cognitoUrl: engineUrl, region, userPoolId: pool.id, clientId: client.id };
}
