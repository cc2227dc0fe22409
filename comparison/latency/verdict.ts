import type { Difference } from "./report";

export const formatMs = (valueMs: number) => valueMs.toFixed(2).replace(/^-(0\.00)$/, "$1");

export const formatConfidence = (confidence: number) => `${Number((confidence * 100).toFixed(2))} %`;

/** The difference with its interval, or that none was detected, or that it is too small to be measured. */
export function describeDifference(difference: Difference, timingSource: string): string {
  const { a, b, p, when, valueMs, low, high, confidence, isClear, hasDifference, floorMs, floorIs } = difference;
  const at = `at p${p} ${when}`;
  const level = formatConfidence(confidence);
  if (!isClear)
    return `no difference between ${a} and ${b} ${at}: ${level} ${formatMs(low)} to ${formatMs(high)} ms, ${timingSource}`;
  const isSlower = low > 0;
  const size = `${formatMs(Math.abs(valueMs))} ms ${isSlower ? "slower" : "faster"}`;
  const interval = isSlower ? `${formatMs(low)} to ${formatMs(high)}` : `${formatMs(-high)} to ${formatMs(-low)}`;
  const sentence = `${b} is ${size} than ${a} ${at}, ${level} ${interval}, ${timingSource}`;
  if (hasDifference) return sentence;
  const floor = { error: `is itself ${formatMs(floorMs)} ms off`, lateness: `sent ${formatMs(floorMs)} ms late` };
  return `too small to tell: ${sentence}; the generator ${floor[floorIs]}`;
}
