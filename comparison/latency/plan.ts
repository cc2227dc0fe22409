import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { Scale } from "./scale";

/** A random integer from 0 up to, but excluding, `bound`. */
export type RandomBelow = (bound: number) => number;

/** The same seed gives the same numbers on every machine. */
export function createRandom(seed: number): RandomBelow {
  const generator = xoroshiro128plus(seed);
  return (bound) => uniformInt(generator, 0, bound - 1);
}

/** Shuffles uniformly (Fisher-Yates). */
export function shuffle<T>(items: readonly T[], random: RandomBelow): readonly T[] {
  const left = [...items];
  const shuffled: T[] = [];
  while (left.length > 0) shuffled.push(...left.splice(random(left.length), 1));
  return shuffled;
}

interface PlanOptions<Series> extends Pick<Scale, "rounds" | "warmUpRounds"> {
  readonly seed: number;
  /** Of each scenario the series of its contestants. */
  readonly scenarios: readonly (readonly Series[])[];
}

/**
 * Each round has every scenario with every contestant once, in random order. A scenario's contestants directly follow one another in
 * random order, so that the machine's state affects all of them alike.
 */
export function createPlan<Series>({ seed, scenarios, warmUpRounds, rounds }: PlanOptions<Series>) {
  const random = createRandom(seed);
  // 0 is the first measured round; those to warm up are below.
  return Array.from({ length: warmUpRounds + rounds }, (_, i) => i - warmUpRounds).flatMap((round) =>
    shuffle(scenarios, random).flatMap((contestants) =>
      shuffle(contestants, random).map((series) => ({ round, isWarmUp: round < 0, series })),
    ),
  );
}

export interface Contestant {
  /** The strategy's name, or that followed by `(again)`. */
  readonly name: string;
  readonly strategy: string;
}

/** The strategies, plus the first one again as a control: a report must find no difference from itself. */
export function createContestants(strategies: readonly string[]): readonly Contestant[] {
  const [first] = strategies;
  if (first === undefined) throw new Error("no strategy to measure");
  return [...strategies.map((strategy) => ({ name: strategy, strategy })), { name: `${first} (again)`, strategy: first }];
}

export const isControl = ({ name, strategy }: Contestant): boolean => name !== strategy;
