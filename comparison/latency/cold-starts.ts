import { percentileOf } from "./statistics";

export interface ColdStart {
  readonly strategy: string;
  /** Which function, by its role. */
  readonly what: string;
  readonly n: number;
  /** Too few for percentiles, so these are shown as they are. */
  readonly samplesMs: readonly number[];
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
}

/** Cold starts as they come, by strategy and function. */
export class ColdStartSamples {
  readonly #samples = new Map<string, { readonly strategy: string; readonly what: string; readonly samplesMs: number[] }>();

  add(strategy: string, what: string, coldStartMs: number): void {
    const key = `${strategy} ${what}`;
    const sample = this.#samples.get(key) ?? { strategy, what, samplesMs: [] };
    sample.samplesMs.push(coldStartMs);
    this.#samples.set(key, sample);
  }

  summarize(): readonly ColdStart[] {
    return Array.from(this.#samples.values(), (sample) => ({
      ...sample,
      n: sample.samplesMs.length,
      minMs: Math.min(...sample.samplesMs),
      medianMs: percentileOf(sample.samplesMs, 50),
      maxMs: Math.max(...sample.samplesMs),
    }));
  }
}
