import type { AccessControl } from "../config/access-rules";
import type { TokenClaims } from "../config/claim-rules";
import type { Program, Served } from "../local/program";
import type { StrategyDescription } from "../strategies/description";

/** A program, and all that there is to know of each of its strategies. */
export interface Compared extends Served {
  readonly program: Program & {
    /** Without arguments, with its own table and claims. */
    run(table?: AccessControl, claims?: TokenClaims): Promise<Readonly<Record<string, unknown>>>;
  };
  readonly descriptions: readonly StrategyDescription[];
}

/** What every long piece of work is given. */
export interface Work {
  readonly seed: number;
  /** Ends it early, after which nothing that it started is left. */
  readonly signal: AbortSignal;
  /** Told what is being done, and which share of that is done. */
  readonly onProgress: (what: string, share: number) => void;
}
