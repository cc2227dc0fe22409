import { createRandom, shuffle } from "./random";

/** One stretch of load on one contestant in one scenario. */
export interface Block {
  /** 0 for the first measured round; the warm-up rounds before have numbers of their own below 0. */
  readonly round: number;
  readonly isWarmUp: boolean;
  readonly scenario: string;
  readonly contestant: string;
}

export interface PlanOptions {
  readonly seed: number;
  readonly scenarios: readonly string[];
  readonly contestants: readonly string[];
  readonly warmUpRounds: number;
  readonly rounds: number;
}

/**
 * Each round has every scenario with every contestant once, in random order. The contestants of a scenario come one right after the
 * other, so that what the machine does meanwhile meets all of them, and none of them is always the first.
 */
export function createPlan({ seed, scenarios, contestants, warmUpRounds, rounds }: PlanOptions): readonly Block[] {
  const random = createRandom(seed);
  return Array.from({ length: warmUpRounds + rounds }, (_, i) => i - warmUpRounds).flatMap((round) =>
    shuffle(scenarios, random).flatMap((scenario) =>
      shuffle(contestants, random).map((contestant) => ({ round, isWarmUp: round < 0, scenario, contestant })),
    ),
  );
}

export interface Contestant {
  /** The strategy's name, or that with `(again)` behind it. */
  readonly name: string;
  readonly strategy: string;
}

/** The strategies, and the first one once more: between it and itself a report has to find no difference. */
export function createContestants(strategies: readonly string[]) {
  const [first] = strategies;
  if (first === undefined) throw new Error("there is no strategy to measure");
  const control: Contestant = { name: `${first} (again)`, strategy: first };
  return { contestants: [...strategies.map((strategy) => ({ name: strategy, strategy })), control], control };
}
