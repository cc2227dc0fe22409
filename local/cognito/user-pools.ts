import { invalidParameter, notFound } from "./errors";
import { type Operation, operation } from "./protocol";
import type { ClientModel, UserPoolModel } from "./resources";
import type { UserPool } from "./user-pool";

/** @throws Error for duplicate ids of pools or clients: a request could reach either. */
export function assertDistinct(models: readonly UserPoolModel[]): void {
  const ids = [...models, ...models.flatMap(({ clients }) => clients)].map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`two user pools or app clients have the id ${twice}`);
}

/** An engine's pools, looked up by what a request names. */
export class UserPools {
  readonly #byId = new Map<string, UserPool>();
  readonly #byClient = new Map<string, { readonly pool: UserPool; readonly client: ClientModel }>();
  readonly #byIssuer = new Map<string, UserPool>();

  constructor(pools: readonly UserPool[]) {
    for (const pool of pools) {
      this.#byId.set(pool.model.id, pool);
      this.#byIssuer.set(pool.model.issuer, pool);
      for (const client of pool.model.clients) this.#byClient.set(client.id, { pool, client });
    }
  }

  /** @throws CognitoError ResourceNotFoundException. */
  get(id: string): UserPool {
    const pool = this.#byId.get(id);
    if (pool === undefined) throw notFound(`User pool ${id} does not exist.`);
    return pool;
  }

  /** @throws CognitoError ResourceNotFoundException. */
  ofClient(id: string): { readonly pool: UserPool; readonly client: ClientModel } {
    const found = this.#byClient.get(id);
    if (found === undefined) throw notFound(`User pool client ${id} does not exist.`);
    return found;
  }

  ofIssuer(issuer: string): UserPool | undefined {
    return this.#byIssuer.get(issuer);
  }
}

/**
 * No client here has a secret. Reported for a hash: github.com/pmill/aws-cognito/pull/23 and others, read 2026-11. Assumed for the
 * secret itself.
 *
 * @throws CognitoError InvalidParameterException for either.
 */
export function refuseSecret({ id }: ClientModel, kind: "secret" | "secret hash", received: string | undefined): void {
  if (received !== undefined) throw invalidParameter(`App client ${id} is not configured for secret but ${kind} was received`);
}

/** A public operation, and one that requires IAM credentials on AWS. */
export const publicOperation = operation<UserPools>(false);
export const adminOperation = operation<UserPools>(true);

export type Operations = Readonly<Record<string, Operation<UserPools>>>;
