import { type LoadClient, readSentTokens } from "../../../comparison/latency/load-client";
import type { Question } from "./client";

export const BODY = '{"pets":[]}';

/** `GET /pets` of a signed-in user, while there is no pet. */
export async function questionFor(client: LoadClient, apiUrl: string): Promise<Question> {
  const { token } = readSentTokens(await client.signIn("reader"), client.tokenUse);
  return { url: `${apiUrl}/pets`, headers: { Authorization: token }, expectedBody: BODY };
}
