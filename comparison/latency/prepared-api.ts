import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { machineClock } from "./clock";
import { type HttpAnswer, type LoadClient, readSentTokens, type SentTokens } from "./load-client";

/** One strategy's API with one pet, and the expected responses. */
export interface PreparedApi extends LoadClient {
  readonly petPath: string;
  readonly listBody: string;
  readonly petBody: string;
  /** A new sign-in's tokens. */
  tokensOf(user: string): Promise<SentTokens>;
  /** So many tokens of one sign-in, each another one. */
  freshTokens(user: string, count: number): Promise<readonly string[]>;
}

const PET = JSON.stringify({ name: "Rex", species: "dog" });
/** Limits concurrency to leave the machine some capacity. */
const REFRESHES_AT_ONCE = 4;

/** Rate limit and abort signal of the preparation. */
export interface PrepareOptions {
  /** Infinite where nothing bounds it. */
  readonly refreshesPerSecond: number;
  readonly signal: AbortSignal;
}

const MAX_READS = 20;
const READ_PAUSE_MS = 250;

/** Adds the pet and reads the API's responses for it. @throws for any unexpected response. */
export async function prepareApi(client: LoadClient, { refreshesPerSecond, signal }: PrepareOptions): Promise<PreparedApi> {
  const tokensOf = async (user: string) => readSentTokens(await client.signIn(user), client.tokenUse);
  const freshTokens = async (user: string, count: number) => {
    const { refreshToken } = await tokensOf(user);
    const tokens = new Set<string>();
    const startedAtMs = machineClock.now();
    let next = 0;
    const work = async () => {
      while (next < count) {
        signal.throwIfAborted();
        await machineClock.waitUntil(startedAtMs + (next++ * 1000) / refreshesPerSecond);
        tokens.add(readSentTokens(await client.refresh(refreshToken), client.tokenUse).token);
      }
    };
    await Promise.all(Array.from({ length: REFRESHES_AT_ONCE }, work));
    if (tokens.size !== count) throw new Error(`${count} refreshes made only ${tokens.size} different tokens`);
    return [...tokens];
  };

  const { token } = await tokensOf("admin");
  const added = expectStatus(201, await client.post("/pets", token, PET));
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(added.body));
  const petPath = `/pets/${id}`;
  const listBody = await readUntilShown(() => client.get("/pets", token), id);
  const petBody = await readUntilShown(() => client.get(petPath, token), id);
  return { ...client, tokensOf, freshTokens, petPath, listBody, petBody };
}

/** DynamoDB's reads are eventually consistent: a new item may take about a second to appear. */
async function readUntilShown(ask: () => Promise<HttpAnswer>, id: string): Promise<string> {
  for (let reads = 1; ; reads++) {
    const { status, body } = await ask();
    if (status === 200 && body.includes(id)) return body;
    if (status !== 200 && status !== 404) throw new Error(`expected 200, got ${status} ${body}`);
    if (reads === MAX_READS) throw new Error(`the API does not return the added pet after ${MAX_READS} attempts`);
    await setTimeout(READ_PAUSE_MS);
  }
}

function expectStatus(status: number, answer: HttpAnswer): HttpAnswer {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status} ${answer.body}`);
  return answer;
}
