import type { Clients } from "../comparison/deployed/clients";
import type { Tags } from "../comparison/deployed/requests";
import type { Key } from "./repeated-creates";

/** A resource found under a given key. */
export interface Found {
  /** Pulumi's id, or the part that completes its parents' ids. */
  readonly id: string;
  /** Only of types listed per account. */
  readonly tags?: Tags;
  /** Contents that no create made: `users`. */
  readonly contents?: string | undefined;
}

/** Finds and removes leftovers of one resource type. */
export interface Remover {
  /** Read-only. Several results mean that a create ran more than once. */
  readonly find: (clients: Clients, key: Key) => Promise<readonly Found[]>;
  readonly remove: (clients: Clients, id: string, key: Key) => Promise<unknown>;
}
