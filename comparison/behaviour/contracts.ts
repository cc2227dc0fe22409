import { accessTokenScopes } from "./contracts/access-token-scopes";
import { idTokenLambdaAuthorizer } from "./contracts/id-token-lambda-authorizer";
import type { Decider, Fault, Source } from "./report";

/** What is seen where one thing holds, and why we think so. */
export interface Clause {
  /** `passed`: whatever the function behind the route answers. */
  readonly status: number | "passed";
  /** A `*` stands for anything; left out, any message will do. */
  readonly message?: string | null;
  readonly decidedBy: Decider;
  readonly source: Source;
}

/** What a strategy is held to. The access-control table says who has a permission; this says what having it, or not, looks like. */
export interface Contract {
  readonly signIn: Clause;
  /** The token is good, and its groups have the route's permission; or they have not. */
  readonly permitted: Clause;
  readonly notPermitted: Clause;
  readonly noToken: Clause;
  /** A text that is not even shaped like a token, and three parts that are none. */
  readonly notAToken: Clause;
  readonly shapedLikeAToken: Clause;
  /** Changed after it was signed, or not signed at all. */
  readonly forged: Clause;
  /** The header has crit, with an extension that nobody knows, and the signature is good. */
  readonly unknownExtension: Clause;
  readonly expired: Clause;
  readonly otherPool: Clause;
  readonly otherClient: Clause;
  readonly otherKind: Clause;
  /** An app client asks for itself, with an access token that carries the scope of the route; or another scope. */
  readonly machine: Clause;
  readonly machineNotPermitted: Clause;
  /** Good tokens in forms that not everybody takes: the scheme in capitals, the signature with another last letter. */
  readonly schemeInCapitals: Clause;
  readonly respelledSignature: Clause;
  /** Made with the right groups by a pool that did nothing for this strategy. */
  readonly unprepared: Clause;
  /** Signed with a key that the pool no longer publishes. */
  readonly withdrawnKey: Clause;
  /** The same where the key was in use until just now, and no token of another key has come yet. */
  readonly withdrawnKeyInUse: Clause;
  /** Why a token that is out goes on as it was, whatever happens to its user. */
  readonly outstanding: Source;
  /** Why decisions are kept for the configured time, and also when the token runs out meanwhile; undefined where none is kept. */
  readonly cache: { readonly isKept: Source; readonly outlivesToken: Source } | undefined;
  /** Where the functions that decide are called, and what comes of it when they fail. */
  readonly failure: { readonly at: "request" | "sign-in" } & Readonly<Record<Fault, Clause>>;
}

export type Contracts = Readonly<Record<string, Contract>>;

/** By the strategy's name. A new strategy needs a line here, and a file beside those of the others. */
export const contracts: Contracts = {
  "access-token-scopes": accessTokenScopes,
  "id-token-lambda-authorizer": idTokenLambdaAuthorizer,
};

/** A strategy that nobody has said anything about cannot be found to differ from it. */
export class ContractMissingError extends Error {
  readonly code = "CONTRACT_MISSING";
  constructor(
    readonly strategy: string,
    known: readonly string[],
  ) {
    super(
      `the strategy "${strategy}" has no contract; there are some for ${known.map((name) => `"${name}"`).join(", ")}. Say what is ` +
        `expected of it in comparison/behaviour/contracts/${strategy}.ts, and add its line to comparison/behaviour/contracts.ts`,
    );
    this.name = "ContractMissingError";
  }
}

/** @throws ContractMissingError, which says where to add it. */
export function findContract(strategy: string, among: Contracts): Contract {
  const contract = Object.hasOwn(among, strategy) ? among[strategy] : undefined;
  if (contract === undefined) throw new ContractMissingError(strategy, Object.keys(among));
  return contract;
}
