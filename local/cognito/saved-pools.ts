import type { PoolState, UserPool } from "./user-pool";

type Save = (userPoolId: string, state: PoolState) => void;

/** Saves changed pools, and rolls back what cannot be saved: every answer is what a restart would find. */
export class SavedPools {
  readonly #saved = new Map<UserPool, { readonly revision: number; readonly state: PoolState }>();
  /** How often something was taken back, of requests under way as well. */
  setbacks = 0;

  /** @throws what `save` throws. */
  constructor(
    private readonly pools: readonly UserPool[],
    private readonly save: Save,
  ) {
    this.saveChanges();
  }

  /** @throws what `save` throws, and all pools are then as they were saved last. */
  saveChanges(): void {
    try {
      for (const pool of this.pools) {
        const { revision } = pool;
        if (this.#saved.get(pool)?.revision === revision) continue;
        const { state } = pool;
        this.save(pool.model.id, state);
        this.#saved.set(pool, { revision, state });
      }
    } catch (error) {
      this.#takeBack();
      throw error;
    }
  }

  #takeBack(): void {
    this.setbacks++;
    for (const [pool, { state }] of this.#saved) {
      pool.restore(state);
      this.#saved.set(pool, { revision: pool.revision, state });
    }
  }
}
