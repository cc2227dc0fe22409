import type { KeyObject } from "node:crypto";
import type { Trace } from "../trace";
import { adminOperations } from "./operations/admin";
import { challengeOperations } from "./operations/challenges";
import { listOperations } from "./operations/lists";
import { ownAccountOperations } from "./operations/own-account";
import { refreshOperations } from "./operations/refresh";
import { signInOperations } from "./operations/sign-in";
import { signUpOperations } from "./operations/sign-up";
import { answer, answerInternalError, type CognitoRequest, type CognitoResponse } from "./protocol";
import type { UserPoolModel } from "./resources";
import { SavedPools } from "./saved-pools";
import { createUserPool, type PoolState, type Surroundings, type UserPool } from "./user-pool";
import { assertDistinct, UserPools } from "./user-pools";

export interface CognitoOptions extends Surroundings {
  readonly pools: readonly UserPoolModel[];
  /** Where the engine is reached, such as `http://localhost:4000`: the OpenID configurations point there for the key sets. */
  readonly endpoint: string;
  /** What `save` was given for the pool, read back from JSON; undefined for a pool that is new. */
  readonly load?: (userPoolId: string) => unknown;
  /**
   * Called after each request that changed a pool, and at the start, with all of its state, keys included. What it throws is that
   * request's error, and what it did not save is taken back.
   */
  readonly save?: (userPoolId: string, state: PoolState) => void;
}

export interface Cognito {
  /** One request of the AWS JSON 1.1 protocol. Never rejects. */
  handle(request: CognitoRequest, trace: Trace): Promise<CognitoResponse>;
  /** The JSON at `/{poolId}/.well-known/jwks.json` and `/{poolId}/.well-known/openid-configuration`; undefined at any other path. */
  document(path: string): Promise<string | undefined>;
  /** An issuer's public RSA keys by `kid`; undefined for an issuer that is none of the pools. */
  verificationKeys(issuer: string): Promise<ReadonlyMap<string, KeyObject> | undefined>;
  /** Gives every pool new keys and withdraws the ones before at once, which is the worst that a rotation can be. */
  rotateKeys(): Promise<void>;
}

const OPERATIONS = new Map(
  Object.entries({
    ...signUpOperations,
    ...signInOperations,
    ...challengeOperations,
    ...refreshOperations,
    ...ownAccountOperations,
    ...adminOperations,
    ...listOperations,
  }),
);

/** Without OAuth endpoints, which are not imitated. */
const openIdConfiguration = (issuer: string, jwksUri: string) =>
  JSON.stringify({
    id_token_signing_alg_values_supported: ["RS256"],
    issuer,
    jwks_uri: jwksUri,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
  });

type Document = () => Promise<string>;

function createDocuments(pools: readonly UserPool[], endpoint: string): ReadonlyMap<string, Document> {
  return new Map(
    pools.flatMap((pool): [string, Document][] => {
      const { id, issuer } = pool.model;
      const folder = `/${id}/.well-known`;
      return [
        [`${folder}/jwks.json`, async () => (await pool.keys).jwks],
        [`${folder}/openid-configuration`, async () => openIdConfiguration(issuer, `${endpoint}${folder}/jwks.json`)],
      ];
    }),
  );
}

/**
 * Cognito for the recorded pools. A pool without saved state generates its signing keys when they are first needed.
 *
 * @throws Error for duplicate pool or client ids, for an unreadable saved state, and whatever `load` and `save` throw.
 */
export async function createCognito({ pools: models, endpoint, load, save, ...surroundings }: CognitoOptions): Promise<Cognito> {
  assertDistinct(models);
  const pools = models.map((model) => createUserPool(model, surroundings, load?.(model.id)));
  const index = new UserPools(pools);
  const documents = createDocuments(pools, endpoint);
  // What is saved has keys in it.
  if (save !== undefined) await Promise.all(pools.map(({ keys }) => keys));
  const saved = save === undefined ? undefined : new SavedPools(pools, save);

  return {
    async handle(request, trace) {
      const setbacks = saved?.setbacks;
      const response = await answer(request, OPERATIONS, index, trace);
      try {
        saved?.saveChanges();
        if (saved?.setbacks !== setbacks)
          throw new Error("what another request could not save was taken back while this one ran");
        return response;
      } catch (error) {
        return answerInternalError(error, trace);
      }
    },
    document: async (path) => documents.get(path)?.(),
    verificationKeys: async (issuer) => (await index.ofIssuer(issuer)?.keys)?.publicKeys,
    async rotateKeys() {
      for (const pool of pools) await pool.rotateKeys();
      saved?.saveChanges();
    },
  };
}
