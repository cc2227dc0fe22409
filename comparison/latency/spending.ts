import { keys } from "../../config/setting-keys";
import type { FunctionCosts } from "../../strategies/costs";
import { ask, type Conversation, isYes } from "../conversation";
import { withDefaults } from "../cost/inputs";
import { chargeUsd, type Price, usdPerUnit } from "../cost/price";
import { priceLists } from "../cost/prices";
import { functionsOf, type PricedStrategy } from "../cost/variants";
import { createContestants } from "./plan";
import { countRequests, type Scale } from "./scale";
import { scenarios as allScenarios, type Scenario, type Usage } from "./scenarios";

/** Upper bound of a run's cost, by AWS's list prices. */
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
  readonly strategies: readonly PricedStrategy[];
  readonly scale: Scale;
  readonly scenarios?: readonly Scenario[];
  /** Whom other parts of a comparison add to each strategy's pool. */
  readonly otherUsersPerStrategy?: number;
}

/** The shared function; a test compares its timeout with the program's. */
export const PETS = { calledFor: "request", timeoutSeconds: 10 } as const;
/** Maximum INIT duration. Source: docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html, read 2026-11. */
const MAX_INIT_SECONDS = 10;
/** Cognito tries a trigger up to three times. */
const MAX_TRIGGER_CALLS = 3;
const MEMORY_MB = keys.functionMemoryMb.default;
/** Assumed: start, report, one line of the function, and one access log line, including CloudWatch's overhead. */
const LOG_BYTES_PER_CALL = 4096;
/** reader, writer, admin and nobody, in each strategy's pool. */
const USERS_PER_STRATEGY = 4;
/** Per cache setting and contestant, besides the scenarios: adding and reading the pet, tokens, filling caches. */
const EXTRA_PER_GROUP: Usage = { signIns: 20, refreshes: 0, requests: 100 };

const NOTHING: Usage = { signIns: 0, refreshes: 0, requests: 0 };

/** Rounds up, because a mix may begin with its most expensive requests. */
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

/** Maximum usage of one strategy in a run. */
export function countUsage(strategy: string, { strategies, scale, scenarios = allScenarios }: SpendingOptions): Usage {
  const contestants = createContestants(strategies.map(({ name }) => name)).filter((one) => one.strategy === strategy);
  const rounds = scale.warmUpRounds + scale.rounds;
  const groups = new Set(scenarios.map(({ authorizerCacheTtlSeconds }) => authorizerCacheTtlSeconds)).size;
  let total = NOTHING;
  for (const scenario of scenarios) {
    const count = countRequests(scenario.ratePerSecond, scale) * rounds * contestants.length;
    total = add(add(total, roundUp(scenario.usage), count), scenario.preparation, count);
  }
  total = add(total, EXTRA_PER_GROUP, groups * contestants.length);
  return add(total, { signIns: 1, refreshes: 0, requests: 1 }, scale.coldStarts);
}

const countCalls = ({ calledFor }: Pick<FunctionCosts, "calledFor">, { signIns, refreshes, requests }: Usage): number =>
  calledFor === "token" ? (signIns + refreshes) * MAX_TRIGGER_CALLS : requests;

/**
 * Upper bound of a run's cost: every call takes until its timeout, no policy is cached, nothing is free, and every user is billed in the
 * most expensive plan. Actual costs are a small fraction.
 */
export function estimateSpending(options: SpendingOptions): Spending {
  const { strategies, scale, otherUsersPerStrategy = 0 } = options;
  const usersPerStrategy = USERS_PER_STRATEGY + otherUsersPerStrategy;
  const list = priceLists.current;
  const terms = withDefaults({ hasFreeTiers: false });
  const asked = strategies.map((strategy) => ({
    functions: [...functionsOf(strategy, terms), PETS],
    usage: countUsage(strategy.name, options),
  }));
  const functions = asked.flatMap((one) => one.functions.map((fn) => ({ ...fn, calls: countCalls(fn, one.usage) })));
  const requests = asked.reduce((sum, { usage }) => sum + usage.requests, 0);
  const callCount = functions.reduce((sum, { calls }) => sum + calls, 0);
  // As many instances of each function as requests may be under way, once for each cache, and those of the cold starts.
  const inits = functions.length * (2 * scale.maxInFlight + scale.coldStarts);
  const seconds = functions.reduce((sum, { calls, timeoutSeconds }) => sum + calls * timeoutSeconds, inits * MAX_INIT_SECONDS);
  const logGb = (callCount * LOG_BYTES_PER_CALL) / 1e9;
  const dearestUser = Object.values(list.users).toSorted((a, b) => usdPerUnit(b) - usdPerUnit(a))[0];
  const dearestCompute = [list.lambdaCompute.arm64, list.lambdaCompute.x86_64].toSorted(
    (a, b) => usdPerUnit(b) - usdPerUnit(a),
  )[0];
  const charge = (name: string, price: Price | undefined, units: number): SpendingItem => ({
    name,
    usd: price === undefined ? 0 : chargeUsd(price, terms, units),
  });
  const items = [
    charge("Cognito users", dearestUser, strategies.length * usersPerStrategy),
    charge("API Gateway requests", list.restRequests, requests),
    charge("Lambda calls", list.lambdaRequests, callCount),
    charge("Lambda compute", dearestCompute, (seconds * MEMORY_MB) / 1024),
    charge("Table reads", list.tableReads, requests),
    charge("Table writes", list.tableWrites, requests),
    charge("Logs written", list.logIngestion, logGb),
    charge("Logs kept for a month", list.logStorage, logGb),
  ];
  return {
    totalUsd: items.reduce((sum, { usd }) => sum + usd, 0),
    items,
    basis: [
      `list prices of us-east-1 without free tiers, each with its source and day in comparison/cost/prices.ts`,
      `every call takes until its timeout (${describeTimeouts(strategies)}) with ${MEMORY_MB} MB and ${LOG_BYTES_PER_CALL} bytes of logs`,
      `${usersPerStrategy} monthly active users for each strategy in the dearest plan`,
      "not in it: taxes, data transfer, the table's backups, and the requests of other parts of a comparison, which are some hundred",
    ],
  };
}

function describeTimeouts(strategies: readonly PricedStrategy[]): string {
  const own = strategies.flatMap((strategy) =>
    functionsOf(strategy, withDefaults()).map(({ billName, calledFor, timeoutSeconds }) => {
      const often = calledFor === "token" ? "and three times" : "at every request";
      return `${billName.toLowerCase()} ${timeoutSeconds} s ${often}`;
    }),
  );
  return [...new Set(own), `pets ${PETS.timeoutSeconds} s`].join(", ");
}

/** The costs of a run were not confirmed. */
export class SpendingRefusedError extends Error {
  readonly code = "SPENDING_REFUSED";
  constructor(fault: string) {
    super(`${fault}; nothing was created`);
    this.name = "SpendingRefusedError";
  }
}

/** Rounds up, to remain an upper bound. */
export const formatSpending = ({ totalUsd }: Spending) => (Math.ceil(totalUsd * 100) / 100).toFixed(2);

/** The bound's items and assumptions, as text. */
export const describeSpending = ({ items, basis }: Spending): readonly string[] => [
  ...items.map(({ name, usd }) => `  ${name.padEnd(24)} ${usd.toFixed(4).padStart(9)} USD at most`),
  ...basis.map((sentence) => `  ${sentence}`),
];

/**
 * Asks on a terminal to confirm the cost of a run on AWS.
 *
 * @throws SpendingRefusedError for any answer but yes, or without a terminal
 */
export async function confirmSpending(spending: Spending, conversation: Conversation): Promise<void> {
  const cost = `this run costs at most ${formatSpending(spending)} USD on your AWS account`;
  conversation.output.write(`${[`${cost}:`, ...describeSpending(spending)].join("\n")}\n`);
  if (conversation.isAnswered) return;
  const answer = await ask("continue?", conversation);
  if (answer === undefined) {
    throw new SpendingRefusedError(`${cost}, and there is no terminal for confirmation; pass --yes to confirm in advance`);
  }
  if (!isYes(answer)) throw new SpendingRefusedError(`${cost}, and the answer was "${answer}"; expected "yes"`);
}
