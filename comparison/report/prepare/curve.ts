import { decodeFromCompressedBase64 } from "hdr-histogram-js";

/** The latency in milliseconds, and the share of the requests, in per cent, that took no longer. */
export type CurvePoint = readonly [ms: number, percent: number];

/** More points than these no chart of this page can show apart. */
const MAX_POINTS = 100;
/** Histograms count whole microseconds, and a logarithmic axis has no zero. */
const LEAST_MS = 0.001;

/** The distribution that an HDR histogram of microseconds holds, from its smallest value to its largest; nothing where it is empty. */
export function readCurve(histogram: string): readonly CurvePoint[] {
  const decoded = decodeFromCompressedBase64(histogram);
  const count = decoded.totalCount;
  if (count === 0) return [];
  const steps = Math.min(count, MAX_POINTS);
  const points = Array.from({ length: steps }, (_, i): CurvePoint => {
    const percent = (100 * (i + 1)) / steps;
    return [Math.max(LEAST_MS, decoded.getValueAtPercentile(percent) / 1000), percent];
  });
  // Of equal latencies the last says how many requests took no longer.
  return points.filter(([ms], i) => ms !== points[i + 1]?.[0]);
}
