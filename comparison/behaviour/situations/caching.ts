import type { Route } from "../../../config/access-rules";
import type { Clause, Contract } from "../../../strategies/contract";
import { type Lab, signInNewUser } from "../lab";
import { createTopic, type Situation } from "../situation";

/** The clause if API Gateway answers from its cache, if it has one. */
const kept = (clause: Clause, { cache }: Contract): Clause =>
  cache === undefined ? clause : { ...clause, decidedBy: "cached policy", source: cache.isKept };

/** A second request with the same token. */
export function createCachingSituations(route: Route, everyGroup: readonly string[]): readonly Situation[] {
  const askTwice = async (lab: Lab, groups: readonly string[], secondsBetween = 0) => {
    const tokens = await signInNewUser(lab, groups);
    await lab.ask(route, tokens.sent);
    if (secondsBetween > 0) await lab.waitUntil(tokens, secondsBetween);
    return lab.ask(route, tokens.sent);
  };
  return createTopic("The second request with the same token", [
    {
      id: "second-request",
      sentence: "It comes at once",
      run: (lab) => askTwice(lab, everyGroup),
      expect: (contract) => kept(contract.permitted, contract),
    },
    {
      id: "second-refusal",
      sentence: "It comes at once, and the first was refused for want of the permission",
      run: (lab) => askTwice(lab, []),
      expect: (contract) => kept(contract.notPermitted, contract),
    },
    {
      id: "second-request-late",
      sentence: "It comes when the kept policy has run out, and the token has not, with authorizerCacheTtlSeconds 60",
      // Far below a token's life wherever it is asked.
      conditions: { cacheTtlSeconds: 60 },
      needsSeconds: ({ cacheTtlSeconds }) => cacheTtlSeconds + 60,
      run: (lab) => askTwice(lab, everyGroup, lab.cacheTtlSeconds + 60),
      expect: ({ permitted }) => permitted,
    },
    {
      id: "second-request-uncached",
      sentence: "It comes at once, with authorizerCacheTtlSeconds 0",
      conditions: { cacheTtlSeconds: 0 },
      run: (lab) => askTwice(lab, everyGroup),
      expect: ({ permitted }) => permitted,
    },
  ]);
}
