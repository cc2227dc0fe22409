import { axisY, dot, gridX, plot, ruleX, ruleY, text } from "@observablehq/plot";
import { formatMs } from "../../latency/verdict";
import type { Chart, Interval } from "../prepare/chart";
import { commonOptions } from "./style";

const ROW_HEIGHT = 26;
const CHARACTER_WIDTH = 6.8;

/** A row for each interval, with a line at zero. An end that lies beyond the axis has an arrow, and its value in words. */
export function plotIntervals({ label, axis, intervals, limit = Infinity }: Chart & { kind: "intervals" }, width: number) {
  const colorOf = ({ isClear }: { isClear: boolean }) => (isClear ? "var(--clear)" : "var(--unclear)");
  const longest = Math.max(0, ...intervals.map(({ name }) => name.length));
  const clip = (value: number) => Math.min(limit, Math.max(-limit, value));
  const shown = intervals.map((one) => ({ ...one, from: clip(one.low), to: clip(one.high) }));
  const arrows = intervals.flatMap((one) =>
    [one.low, one.high]
      .filter((end) => Math.abs(end) > limit)
      .map((end) => ({ ...one, at: clip(end), arrow: end < 0 ? "◀" : "▶" })),
  );
  const cut = intervals.filter(({ low, high }) => low < -limit || high > limit);
  return plot({
    ...commonOptions(label, width),
    height: intervals.length * ROW_HEIGHT + 64,
    marginLeft: Math.round(longest * CHARACTER_WIDTH) + 16,
    marginRight: 16,
    marginBottom: 44,
    x: {
      label: axis,
      labelAnchor: "right",
      labelArrow: "none",
      ticks: Math.max(3, Math.round(width / 90)),
      ...(limit === Infinity
        ? { nice: true }
        : { domain: [Math.min(0, ...shown.map(({ from }) => from)), Math.max(0, ...shown.map(({ to }) => to))] }),
    },
    y: { domain: intervals.map(({ name }) => name), label: null },
    marks: [
      gridX(),
      axisY({ tickSize: 0 }),
      ruleX([0], { stroke: "currentColor", strokeWidth: 1.5 }),
      ruleY(shown, { y: "name", x1: "from", x2: "to", stroke: colorOf, strokeWidth: 3 }),
      dot(
        intervals.filter(({ value }) => Math.abs(value) <= limit),
        {
          y: "name",
          x: "value",
          r: 5,
          stroke: colorOf,
          strokeWidth: 2,
          fill: (one: Interval) => (one.hasDifference ? "var(--clear)" : "var(--ground)"),
        },
      ),
      text(arrows, { y: "name", x: "at", text: "arrow", fill: colorOf }),
      text(cut, {
        y: "name",
        x: 0,
        dy: -9,
        text: ({ value, low, high }: Interval) => `${formatMs(value)} (${formatMs(low)} to ${formatMs(high)}) ms`,
        fill: "currentColor",
        stroke: "var(--ground)",
        strokeWidth: 3,
        fontSize: 10,
      }),
    ],
  });
}
