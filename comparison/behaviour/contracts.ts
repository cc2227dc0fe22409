import { contract as accessTokenScopes } from "../../strategies/access-token-scopes/contract";
import type { Contract } from "../../strategies/contract";
import { contract as idTokenLambdaAuthorizer } from "../../strategies/id-token-lambda-authorizer/contract";

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
        `expected of it in strategies/${strategy}/contract.ts, and add its line to comparison/behaviour/contracts.ts`,
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
