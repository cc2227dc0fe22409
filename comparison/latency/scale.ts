/** Amount of measurements. */
export interface Scale {
  readonly warmUpRounds: number;
  readonly rounds: number;
  /** Of each block; the rates are the scenarios' own. */
  readonly blockMs: number;
  /** Of each block at least, however short it is. */
  readonly minBlockRequests: number;
  /** Scenarios with a higher rate are slowed down to it. */
  readonly maxRatePerSecond?: number;
  readonly coldStarts: number;
  readonly selfCheckRequests: number;
  readonly resamples: number;
  readonly maxInFlight: number;
  readonly lateAfterMs: number;
}

/** About a minute on two cores. */
export const DEFAULT_SCALE: Scale = {
  warmUpRounds: 1,
  rounds: 20,
  blockMs: 100,
  minBlockRequests: 7,
  coldStarts: 4,
  selfCheckRequests: 1000,
  // Simultaneous intervals reach far out: to the last ten-thousandth of the resamples.
  resamples: 20_000,
  maxInFlight: 64,
  lateAfterMs: 1,
};

/** A few seconds: a smoke test, too little for a verdict. */
export const SMALL_SCALE: Scale = {
  ...DEFAULT_SCALE,
  rounds: 5,
  blockMs: 0,
  minBlockRequests: 4,
  coldStarts: 1,
  selfCheckRequests: 100,
  resamples: 500,
};

/** The number of requests in each block. */
export const countRequests = (ratePerSecond: number, { blockMs, minBlockRequests }: Scale): number =>
  Math.max(minBlockRequests, Math.round((ratePerSecond * blockMs) / 1000));
