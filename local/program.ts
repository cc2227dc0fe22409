import type { FindFaults } from "./config-option";
import type { SeededUser } from "./page/contract";
import type { RecordableProgram } from "./record";

/**
 * A program that the engine can serve. It takes the settings that the engine makes itself (`strategy`, `cognitoEndpoint`,
 * `apiEndpoint`, `allowPasswordAuth`), and has the outputs `strategy`, `tokenUse` and `apiUrl`.
 */
export interface Program extends RecordableProgram {
  /** Every strategy that it can be deployed with. */
  readonly strategyNames: readonly string[];
  readonly findFaults: FindFaults;
}

type PlainJson = string | number | boolean | null | readonly PlainJson[] | { readonly [name: string]: PlainJson };

/** What a table holds of a person. */
interface SeedItem {
  /** The table's name in the program; in a stack without that table there is no item. */
  readonly table: string;
  /** The attribute that takes the user's `sub`. */
  readonly key: string;
  readonly item: Readonly<Record<string, PlainJson>>;
}

/** Somebody to try the API with. */
export interface SeedPerson extends Pick<SeededUser, "groups" | "name"> {
  readonly items?: readonly SeedItem[];
}

/** A program, and who can sign in to its pools from the start; a group that none of them is in gets a user of its own. */
export interface Served {
  readonly program: Program;
  readonly people: readonly SeedPerson[];
}
