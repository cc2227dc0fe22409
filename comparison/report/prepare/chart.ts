/** The latency in milliseconds, and the share of the requests, in per cent, that took no longer. */
export type CurvePoint = readonly [ms: number, percent: number];

/** A line of a chart, in the colour and with the dash of its strategy. */
interface Line<Point> {
  readonly name: string;
  /** Its strategy's. */
  readonly seriesIndex: number;
  readonly points: readonly Point[];
}

/** A difference with its interval. */
export interface Interval {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Whether it leaves zero out, and whether the difference is claimed besides. */
  readonly isClear: boolean;
  readonly hasDifference: boolean;
}

/** One part of a bar; those of the same name have the same seriesIndex in every bar. */
export interface BarPart {
  readonly bar: string;
  readonly name: string;
  /** Among the parts of its bar: neighbours look different. */
  readonly index: number;
  /** Its strategy's; undefined for what every variant pays. */
  readonly seriesIndex: number | undefined;
  readonly usd: number;
}

/** Everything that a chart needs, so that drawing it is all that is left to the page. */
export type Chart = {
  readonly id: string;
  /** What is to be seen in it, for those who do not see it. */
  readonly label: string;
} & (
  | { readonly kind: "distributions"; readonly lines: readonly (Line<CurvePoint> & { readonly isControl: boolean })[] }
  | {
      readonly kind: "intervals";
      readonly axis: string;
      readonly intervals: readonly Interval[];
      /** How far from zero the axis reaches; what lies beyond is cut off, and said. Undefined where everything has room. */
      readonly limit: number | undefined;
    }
  | {
      readonly kind: "bars";
      readonly parts: readonly BarPart[];
      readonly totals: readonly { readonly bar: string; readonly usd: number }[];
    }
  | {
      readonly kind: "lines";
      readonly xAxis: string;
      readonly yAxis: string;
      readonly lines: readonly (Line<readonly [x: number, y: number]> & {
        /** Among the variants of its strategy: its mark. */
        readonly mark: number;
      })[];
      readonly mark: { readonly x: number; readonly y: number | undefined; readonly name: string };
    }
);
