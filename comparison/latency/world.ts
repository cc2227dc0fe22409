import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { machineClock } from "./clock";
import type { HttpAnswer } from "./http-client";
import { readTokens, type Session, type Tokens } from "./session";

/** One strategy's API with one pet in it, and what its answers have to be. */
export interface World extends Session {
  readonly petPath: string;
  readonly listBody: string;
  readonly petBody: string;
  /** A new sign-in's tokens. */
  tokensOf(user: string): Promise<Tokens>;
  /** So many tokens of one sign-in, each another one. */
  freshTokens(user: string, count: number): Promise<readonly string[]>;
}

const PET = JSON.stringify({ name: "Rex", species: "dog" });
/** A quick preparation that leaves the machine some air. */
const REFRESHES_AT_ONCE = 4;

/** How quickly a world may get ready, and what ends it. */
export interface WorldOptions {
  /** Infinite where nothing bounds it. */
  readonly refreshesPerSecond: number;
  readonly signal: AbortSignal;
}

const MAX_READS = 20;
const READ_PAUSE_MS = 250;

/** Makes the pet and reads what the API says of it. @throws where any answer is not as it should be. */
export async function createWorld(session: Session, { refreshesPerSecond, signal }: WorldOptions): Promise<World> {
  const tokensOf = async (user: string) => readTokens(await session.signIn(user), session.tokenUse);
  const freshTokens = async (user: string, count: number) => {
    const { refreshToken } = await tokensOf(user);
    const tokens = new Set<string>();
    const startedAtMs = machineClock.now();
    let next = 0;
    const work = async () => {
      while (next < count) {
        signal.throwIfAborted();
        await machineClock.waitUntil(startedAtMs + (next++ * 1000) / refreshesPerSecond);
        tokens.add(readTokens(await session.refresh(refreshToken), session.tokenUse).token);
      }
    };
    await Promise.all(Array.from({ length: REFRESHES_AT_ONCE }, work));
    if (tokens.size !== count) throw new Error(`${count} refreshes made only ${tokens.size} different tokens`);
    return [...tokens];
  };

  const { token } = await tokensOf("admin");
  const added = expectStatus(201, await session.post("/pets", token, PET));
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(added.body));
  const petPath = `/pets/${id}`;
  const listBody = await readUntilShown(() => session.get("/pets", token), id);
  const petBody = await readUntilShown(() => session.get(petPath, token), id);
  return { ...session, tokensOf, freshTokens, petPath, listBody, petBody };
}

/** DynamoDB's reads are eventually consistent, usually within a second: a table may not show at once what was written. */
async function readUntilShown(ask: () => Promise<HttpAnswer>, id: string): Promise<string> {
  for (let reads = 1; ; reads++) {
    const { status, body } = await ask();
    if (status === 200 && body.includes(id)) return body;
    if (status !== 200 && status !== 404) throw new Error(`expected 200, got ${status} ${body}`);
    if (reads === MAX_READS) throw new Error(`the API does not show the pet that was added, also at the ${MAX_READS}th time`);
    await setTimeout(READ_PAUSE_MS);
  }
}

function expectStatus(status: number, answer: HttpAnswer): HttpAnswer {
  if (answer.status !== status) throw new Error(`expected ${status}, got ${answer.status} ${answer.body}`);
  return answer;
}
