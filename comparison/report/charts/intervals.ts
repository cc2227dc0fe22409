import { axisY, dot, gridX, plot, ruleX, ruleY } from "@observablehq/plot";
import type { Chart } from "../prepare/chart";
import { commonOptions } from "./style";

const ROW_HEIGHT = 26;
const CHARACTER_WIDTH = 6.8;

/** A row for each interval, with a line at zero. */
export function plotIntervals({ label, axis, intervals }: Chart & { kind: "intervals" }, width: number) {
  const colorOf = ({ isClear }: { isClear: boolean }) => (isClear ? "var(--clear)" : "var(--unclear)");
  const longest = Math.max(0, ...intervals.map(({ name }) => name.length));
  return plot({
    ...commonOptions(label, width),
    height: intervals.length * ROW_HEIGHT + 64,
    marginLeft: Math.round(longest * CHARACTER_WIDTH) + 16,
    marginRight: 16,
    marginBottom: 44,
    x: { label: axis, labelAnchor: "right", labelArrow: "none", nice: true, ticks: Math.max(3, Math.round(width / 90)) },
    y: { domain: intervals.map(({ name }) => name), label: null },
    marks: [
      gridX(),
      axisY({ tickSize: 0 }),
      ruleX([0], { stroke: "currentColor", strokeWidth: 1.5 }),
      ruleY(intervals, { y: "name", x1: "low", x2: "high", stroke: colorOf, strokeWidth: 3 }),
      dot(intervals, {
        y: "name",
        x: "value",
        r: 5,
        stroke: colorOf,
        strokeWidth: 2,
        fill: (one) => (one.hasDifference ? "var(--clear)" : "var(--ground)"),
      }),
    ],
  });
}
