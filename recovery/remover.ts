import type { Clients } from "../comparison/deployed/clients";
import type { Tags } from "../comparison/deployed/requests";
import type { Key } from "./repeated-creates";

/** Something that is there under the key that was sought. */
export interface Found {
  /** As Pulumi knows it, or what completes the ids of its parents. */
  readonly id: string;
  /** Of the kinds that an account has one list of. */
  readonly tags?: Tags;
  /** What no create put there: `users`. */
  readonly contents?: string | undefined;
}

/** Finds and removes what creates of one type leave. */
export interface Remover {
  /** Asks only. Answers with several where a create was carried out more than once. */
  readonly find: (clients: Clients, key: Key) => Promise<readonly Found[]>;
  readonly remove: (clients: Clients, id: string, key: Key) => Promise<unknown>;
}
