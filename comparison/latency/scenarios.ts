import type { Exchange } from "./generator";
import { checkBody, checkRefusal, checkTokens, type HttpAnswer, readSentTokens } from "./load-client";
import { createRandom, shuffle } from "./plan";
import type { PreparedApi } from "./prepared-api";

/** Number of service calls. */
export interface Usage {
  readonly signIns: number;
  readonly refreshes: number;
  /** Of the API. */
  readonly requests: number;
}

export interface Scenario {
  readonly id: string;
  /** What is measured. */
  readonly sentence: string;
  /** `on a cache miss`, for verdicts. */
  readonly when: string;
  readonly authorizerCacheTtlSeconds: number;
  readonly ratePerSecond: number;
  /** Of one measured request, on average. */
  readonly usage: Usage;
  /** Of getting ready for one measured request. */
  readonly preparation: Usage;
  /** Gets ready for requests 0 to `count - 1`, outside of what is measured. */
  prepare(api: PreparedApi, count: number, seed: number): Promise<Exchange<HttpAnswer>>;
}

const NOTHING: Usage = { signIns: 0, refreshes: 0, requests: 0 };
const SIGN_IN: Usage = { ...NOTHING, signIns: 1 };
const REFRESH: Usage = { ...NOTHING, refreshes: 1 };
const REQUEST: Usage = { ...NOTHING, requests: 1 };

const CACHED = { authorizerCacheTtlSeconds: 300, preparation: NOTHING } as const;

const listWith = (api: PreparedApi, tokenAt: (index: number) => string): Exchange<HttpAnswer> => ({
  send: (index) => api.get("/pets", tokenAt(index)),
  check: checkBody(api.listBody),
});

/** Lists the pets with one token that is already cached. */
async function prepareSameToken(api: PreparedApi) {
  const { token } = await api.tokensOf("reader");
  await api.get("/pets", token);
  return listWith(api, () => token);
}

async function signInAndList(api: PreparedApi): Promise<HttpAnswer> {
  const signedIn = await api.signIn("reader");
  // An answer without tokens is the scenario's answer, and a wrong one.
  if (checkTokens(signedIn) !== undefined) return signedIn;
  return api.get("/pets", readSentTokens(signedIn, api.tokenUse).token);
}

/** A day's request mix, in per cent. Assumed. */
export const DAY_PERCENT = { list: 70, pet: 18, refresh: 5, signIn: 2, refused: 5 } as const;
type Action = keyof typeof DAY_PERCENT;
const ACTIONS: readonly Action[] = ["list", "pet", "refresh", "signIn", "refused"];

/** One day's mix in its exact proportions, shuffled. */
export function createDay(count: number, seed: number): readonly Action[] {
  const hundred = ACTIONS.flatMap((action) => Array<Action>(DAY_PERCENT[action]).fill(action));
  const random = createRandom(seed);
  return Array.from({ length: Math.ceil(count / 100) }, () => shuffle(hundred, random))
    .flat()
    .slice(0, count);
}

async function prepareDay(api: PreparedApi, count: number, seed: number): Promise<Exchange<HttpAnswer>> {
  const [{ token, refreshToken }, nobody] = await Promise.all([api.tokensOf("reader"), api.tokensOf("nobody")]);
  const day = createDay(count, seed);
  const checkList = checkBody(api.listBody);
  const exchanges: Readonly<Record<Action, Exchange<HttpAnswer>>> = {
    list: { send: () => api.get("/pets", token), check: checkList },
    pet: { send: () => api.get(api.petPath, token), check: checkBody(api.petBody) },
    refresh: {
      async send() {
        const refreshed = await api.refresh(refreshToken);
        if (checkTokens(refreshed) !== undefined) return refreshed;
        return api.get("/pets", readSentTokens(refreshed, api.tokenUse).token);
      },
      check: checkList,
    },
    signIn: { send: () => signInAndList(api), check: checkList },
    refused: { send: () => api.get("/pets", nobody.token), check: checkRefusal },
  };
  const exchangeAt = (index: number) => exchanges[day[index] ?? "list"];
  return {
    send: (index) => exchangeAt(index).send(index),
    check: (answer, index) => exchangeAt(index).check(answer, index),
  };
}

export const scenarios: readonly Scenario[] = [
  {
    id: "sign-in",
    sentence: "a user signs in with the password, and gets the tokens",
    when: "on a sign-in",
    ...CACHED,
    ratePerSecond: 50,
    usage: SIGN_IN,
    prepare: async (api) => ({ send: () => api.signIn("reader"), check: checkTokens }),
  },
  {
    id: "refresh",
    sentence: "a refresh token is exchanged for new tokens",
    when: "on a refresh",
    ...CACHED,
    ratePerSecond: 80,
    usage: REFRESH,
    async prepare(api) {
      const { refreshToken } = await api.tokensOf("reader");
      return { send: () => api.refresh(refreshToken), check: checkTokens };
    },
  },
  {
    id: "cache-hit",
    sentence: "GET /pets with a token that the authorizer's cache knows",
    when: "on a cache hit",
    ...CACHED,
    ratePerSecond: 150,
    usage: REQUEST,
    prepare: prepareSameToken,
  },
  {
    id: "cache-miss",
    sentence: "GET /pets with a token that was never sent before, each from a refresh outside of the measured time",
    when: "on a cache miss",
    ...CACHED,
    ratePerSecond: 80,
    usage: REQUEST,
    preparation: REFRESH,
    async prepare(api, count) {
      const tokens = await api.freshTokens("reader", count);
      return listWith(api, (index) => tokens[index] ?? "");
    },
  },
  {
    id: "cache-off",
    sentence: "GET /pets with the same token while the authorizer's cache is off",
    when: "with the cache off",
    authorizerCacheTtlSeconds: 0,
    preparation: NOTHING,
    ratePerSecond: 80,
    usage: REQUEST,
    prepare: prepareSameToken,
  },
  {
    id: "refused",
    sentence: "GET /pets by a signed-in user who may not, which is refused",
    when: "on a refused request",
    ...CACHED,
    ratePerSecond: 150,
    usage: REQUEST,
    async prepare(api) {
      const { token } = await api.tokensOf("nobody");
      await api.get("/pets", token);
      return { send: () => api.get("/pets", token), check: checkRefusal };
    },
  },
  {
    id: "first-request",
    sentence: "a sign-in with the password and then the first GET /pets with its token, end to end",
    when: "on a sign-in with its first request",
    ...CACHED,
    ratePerSecond: 40,
    usage: { ...REQUEST, signIns: 1 },
    prepare: async (api) => ({ send: () => signInAndList(api), check: checkBody(api.listBody) }),
  },
  {
    id: "day",
    sentence:
      `a day in the life: ${DAY_PERCENT.list} % list the pets and ${DAY_PERCENT.pet} % read one with a known token, ` +
      `${DAY_PERCENT.refresh} % refresh and list, ${DAY_PERCENT.signIn} % sign in and list, ${DAY_PERCENT.refused} % are refused`,
    when: "in a day's mix",
    ...CACHED,
    ratePerSecond: 120,
    usage: { signIns: DAY_PERCENT.signIn / 100, refreshes: DAY_PERCENT.refresh / 100, requests: 1 },
    prepare: prepareDay,
  },
];
