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

/** Somebody to try the API with. */
export type SeedPerson = Pick<SeededUser, "groups" | "name">;

/** A program, and who can sign in to its pools from the start; a group that none of them is in gets a user of its own. */
export interface Served {
  readonly program: Program;
  readonly people: readonly SeedPerson[];
}
