import { withDefaults } from "../cost/inputs";
import { chargeUsd, type Price } from "../cost/price";
import { priceLists } from "../cost/prices";
import { createContestants } from "./plan";
import { countRequests, type Scale } from "./scale";
import { scenarios as allScenarios, type Scenario, type Usage } from "./scenarios";

/** What a run of measurements can cost at most, by AWS's list prices. */
export interface Spending {
  readonly totalUsd: number;
  readonly items: readonly SpendingItem[];
  /** What the bound takes for granted, and what is not in it. */
  readonly basis: readonly string[];
}

interface SpendingItem {
  readonly name: string;
  readonly usd: number;
}

export interface SpendingOptions {
  readonly strategies: readonly string[];
  readonly scale: Scale;
  readonly scenarios?: readonly Scenario[];
  /** Whom other parts of a comparison add to each strategy's pool. */
  readonly otherUsersPerStrategy?: number;
}

/** The program's timeouts: a call cannot be billed for more. A test holds both against the program. */
export const TIMEOUT_SECONDS = { trigger: 3, authorizer: 5, pets: 10 } as const;
/** Of the INIT phase. Source: docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html, read 2026-11. */
const MAX_INIT_SECONDS = 10;
/** Cognito calls a trigger three times that does not answer in time. */
const MAX_TRIGGER_CALLS = 3;
export const MEMORY_MB = 256;
/** Assumed: start, report, a line of the function's own, and a line of the access log, with what CloudWatch adds to each. */
const LOG_BYTES_PER_CALL = 4096;
/** reader, writer, admin and nobody, in each strategy's pool. */
const USERS_PER_STRATEGY = 4;
/** Of a cache and contestant, besides what scenarios name: the pet and what is read of it, tokens, caches that are filled. */
const EXTRA_PER_GROUP: Usage = { signIns: 20, refreshes: 0, requests: 100 };

/** A mix may begin with its dearest requests, so a part of one counts as one. */
const roundUp = ({ signIns, refreshes, requests }: Usage): Usage => ({
  signIns: Math.ceil(signIns),
  refreshes: Math.ceil(refreshes),
  requests: Math.ceil(requests),
});

const add = (a: Usage, b: Usage, times: number): Usage => ({
  signIns: a.signIns + b.signIns * times,
  refreshes: a.refreshes + b.refreshes * times,
  requests: a.requests + b.requests * times,
});

/** As much as a run can ask for. */
export function countUsage({ strategies, scale, scenarios = allScenarios }: SpendingOptions): Usage {
  const contestants = createContestants(strategies);
  const rounds = scale.warmUpRounds + scale.rounds;
  const groups = new Set(scenarios.map(({ authorizerCacheTtlSeconds }) => authorizerCacheTtlSeconds)).size;
  let total: Usage = { signIns: 0, refreshes: 0, requests: 0 };
  for (const scenario of scenarios) {
    const count = countRequests(scenario.ratePerSecond, scale) * rounds * contestants.length;
    total = add(add(total, roundUp(scenario.usage), count), scenario.preparation, count);
  }
  total = add(total, EXTRA_PER_GROUP, groups * contestants.length);
  return add(total, { signIns: 1, refreshes: 0, requests: 1 }, scale.coldStarts * strategies.length);
}

/**
 * The most that a run can cost: every call takes as long as its timeout lets it, no policy is cached, nothing is free, and every user
 * counts in the dearest plan. What it really costs is a small part of it.
 */
export function estimateSpending(options: SpendingOptions): Spending {
  const { strategies, scale, otherUsersPerStrategy = 0 } = options;
  const usersPerStrategy = USERS_PER_STRATEGY + otherUsersPerStrategy;
  const list = priceLists.current;
  const usage = countUsage(options);
  const terms = withDefaults({ hasFreeTiers: false });
  const tokens = usage.signIns + usage.refreshes;
  const calls = { trigger: tokens * MAX_TRIGGER_CALLS, authorizer: usage.requests, pets: usage.requests };
  const callCount = calls.trigger + calls.authorizer + calls.pets;
  const functionCount = strategies.length * 3;
  // As many instances of each function as requests may be under way, once for each cache, and those of the cold starts.
  const inits = functionCount * (2 * scale.maxInFlight + scale.coldStarts);
  const seconds =
    calls.trigger * TIMEOUT_SECONDS.trigger +
    calls.authorizer * TIMEOUT_SECONDS.authorizer +
    calls.pets * TIMEOUT_SECONDS.pets +
    inits * MAX_INIT_SECONDS;
  const logGb = (callCount * LOG_BYTES_PER_CALL) / 1e9;
  const dearestUser = Object.values(list.users).toSorted((a, b) => priceOfOne(b) - priceOfOne(a))[0];
  const dearestCompute = [list.lambdaCompute.arm64, list.lambdaCompute.x86_64].toSorted(
    (a, b) => priceOfOne(b) - priceOfOne(a),
  )[0];
  const charge = (name: string, price: Price | undefined, units: number): SpendingItem => ({
    name,
    usd: price === undefined ? 0 : chargeUsd(price, terms, units),
  });
  const items = [
    charge("Cognito users", dearestUser, strategies.length * usersPerStrategy),
    charge("API Gateway requests", list.restRequests, usage.requests),
    charge("Lambda calls", list.lambdaRequests, callCount),
    charge("Lambda compute", dearestCompute, (seconds * MEMORY_MB) / 1024),
    charge("Table reads", list.tableReads, usage.requests),
    charge("Table writes", list.tableWrites, usage.requests),
    charge("Logs written", list.logIngestion, logGb),
    charge("Logs kept for a month", list.logStorage, logGb),
  ];
  return {
    totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
    items,
    basis: [
      `list prices of us-east-1 without free tiers, each with its source and day in comparison/cost/prices.ts`,
      `every call takes until its timeout (trigger ${TIMEOUT_SECONDS.trigger} s and three times, authorizer ` +
        `${TIMEOUT_SECONDS.authorizer} s at every request, pets ${TIMEOUT_SECONDS.pets} s) with ${MEMORY_MB} MB and ${LOG_BYTES_PER_CALL} bytes of logs`,
      `${usersPerStrategy} monthly active users for each strategy in the dearest plan`,
      "not in it: taxes, data transfer, the table's backups, and the requests of other parts of a comparison, which are some hundred",
    ],
  };
}

const priceOfOne = ({ tiers, perUnits }: Price) => (tiers[0]?.usd ?? 0) / perUnits;
