import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

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
