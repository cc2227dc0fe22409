import type { Estimate } from "./bootstrap";

export interface Comparison {
  readonly a: string;
  readonly b: string;
  readonly p: number;
  /** `on a cache miss` */
  readonly when: string;
  /** Whose times these are: `simulated on this machine`. It stands beside every figure. */
  readonly times: string;
  /** b minus a, in milliseconds. */
  readonly difference: Estimate;
  readonly confidence: number;
  /** What is not told apart here, however narrow the interval is. */
  readonly floor: Floor;
}

/** The least difference that the generator can tell, in milliseconds, and which of its faults sets it. */
export interface Floor {
  readonly floorMs: number;
  readonly floorIs: "error" | "lateness";
}

/** Whether the interval leaves 0 out. */
export const isClear = ({ low, high }: Estimate) => low > 0 || high < 0;

/** Whether a difference may be claimed: it is clear, and no smaller than what the generator itself adds. */
export const hasDifference = (difference: Estimate, { floorMs }: Floor) =>
  isClear(difference) && Math.abs(difference.value) > floorMs;

export const formatMs = (valueMs: number) => valueMs.toFixed(2).replace(/^-(0\.00)$/, "$1");

export const formatConfidence = (confidence: number) => `${Number((confidence * 100).toFixed(2))} %`;

/** What may be said of the difference: its size with its interval, or that there is none, or that it is too small to tell. */
export function describeDifference({ a, b, p, when, times, difference, confidence, floor }: Comparison): string {
  const { value, low, high } = difference;
  const at = `at p${p} ${when}`;
  const level = formatConfidence(confidence);
  if (!isClear(difference)) {
    return `no difference between ${a} and ${b} ${at}: ${level} ${formatMs(low)} to ${formatMs(high)} ms, ${times}`;
  }
  const [size, from, to] = low > 0 ? [value, low, high] : [-value, -high, -low];
  const word = low > 0 ? "slower" : "faster";
  const sentence = `${b} is ${formatMs(size)} ms ${word} than ${a} ${at}, ${level} ${formatMs(from)} to ${formatMs(to)}, ${times}`;
  if (hasDifference(difference, floor)) return sentence;
  const fault = floor.floorIs === "error" ? "is itself" : "sent";
  const how = floor.floorIs === "error" ? "off" : "late";
  return `too small to tell: ${sentence}; the generator ${fault} ${formatMs(floor.floorMs)} ms ${how}`;
}
