import type { Estimate } from "./bootstrap";

/** Beside every figure: none of them is AWS's speed. */
export const SIMULATED = "simulated on this machine";

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly p: number;
  /** `on a cache miss` */
  readonly when: string;
  /** b minus a, in milliseconds. */
  readonly difference: Estimate;
  readonly confidence: number;
}

export const hasDifference = ({ low, high }: Estimate) => low > 0 || high < 0;

export const formatMs = (valueMs: number) => valueMs.toFixed(2).replace(/^-(0\.00)$/, "$1");

const formatConfidence = (confidence: number) => `${Number((confidence * 100).toFixed(2))} %`;

/** What may be said of the difference: its size with its interval, or that there is none. */
export function describeDifference({ a, b, p, when, difference, confidence }: Comparison): string {
  const { value, low, high } = difference;
  const at = `at p${p} ${when}`;
  const level = formatConfidence(confidence);
  if (!hasDifference(difference)) {
    return `no difference between ${a} and ${b} ${at}: ${level} ${formatMs(low)} to ${formatMs(high)} ms, ${SIMULATED}`;
  }
  const [size, from, to] = low > 0 ? [value, low, high] : [-value, -high, -low];
  const word = low > 0 ? "slower" : "faster";
  return `${b} is ${formatMs(size)} ms ${word} than ${a} ${at}, ${level} ${formatMs(from)} to ${formatMs(to)}, ${SIMULATED}`;
}
