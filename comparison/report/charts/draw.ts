import { axisX, axisY, barX, dot, gridX, gridY, line, plot, ruleX, ruleY, stackX, text } from "@observablehq/plot";
import { formatUsd } from "../../cost/money";
import { formatMs } from "../../latency/trust";
import type { BarPart, Chart, Interval } from "../prepare/chart";
import { CONTROL_DASH, colorOf, commonOptions, dashOf, formatTick, MARKS } from "./style";

/** Below that, labels would lie on each other. */
const LEAST_WIDTH = 280;
const HIDDEN_WIDTH = 480;

/**
 * Draws a chart into its place, in the width that there is.
 *
 * By Observable Plot: it draws SVG, whose root takes a label (observablehq.com/plot/features/accessibility, read 2026-11), and it
 * makes no code from texts, which the page's policy forbids. Vega does that unless an interpreter is added to it
 * (vega.github.io/vega/usage/interpreter, read 2026-11).
 */
export function drawChart(chart: Chart): void {
  const frame = document.querySelector<HTMLElement>(`[data-chart="${CSS.escape(chart.id)}"]`);
  if (frame === null) return;
  // A closed element has no width yet. What is drawn too wide shrinks.
  const width = frame.clientWidth === 0 ? HIDDEN_WIDTH : Math.max(LEAST_WIDTH, frame.clientWidth);
  const figure = plotChart(chart, width);
  figure.setAttribute("role", "img");
  frame.replaceChildren(figure);
}

function plotChart(chart: Chart, width: number) {
  switch (chart.kind) {
    case "distributions":
      return plotDistributions(chart, width);
    case "intervals":
      return plotIntervals(chart, width);
    case "bars":
      return plotBars(chart, width);
    case "lines":
      return plotLines(chart, width);
  }
}

/** The share of the requests that took no longer, by the time; logarithmic, for a slow request takes many times as long as a usual one. */
const plotDistributions = ({ label, lines }: Chart & { kind: "distributions" }, width: number) =>
  plot({
    ...commonOptions(label, width),
    height: 220,
    marginLeft: 44,
    marginBottom: 40,
    x: { type: "log", label: "ms", labelArrow: "none", tickFormat: "~g", ticks: Math.max(3, Math.round(width / 80)) },
    y: { domain: [0, 100], label: "% took no longer", ticks: 5 },
    marks: [
      gridX({ ticks: Math.max(3, Math.round(width / 80)) }),
      gridY({ ticks: 5 }),
      ruleY([0]),
      ...lines.map(({ points, seriesIndex, isControl }) =>
        line(points, {
          stroke: colorOf(seriesIndex),
          strokeWidth: isControl ? 1.25 : 2,
          strokeDasharray: isControl ? CONTROL_DASH : dashOf(seriesIndex),
          strokeOpacity: isControl ? 0.8 : 1,
        }),
      ),
    ],
  });

const ROW_HEIGHT = 26;
const CHARACTER_WIDTH = 6.8;

/** A row for each interval, with a line at zero. An end that lies beyond the axis has an arrow, and its value in words. */
function plotIntervals({ label, axis, intervals, limit = Infinity }: Chart & { kind: "intervals" }, width: number) {
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

const BAR_HEIGHT = 44;

/** A bar for each variant: what is shared first, then its own items, told apart by gaps. */
function plotBars({ label, parts, totals }: Chart & { kind: "bars" }, width: number) {
  const longest = Math.max(0, ...totals.map(({ bar }) => bar.length));
  return plot({
    ...commonOptions(label, width),
    height: totals.length * BAR_HEIGHT + 64,
    marginLeft: longest * 7 + 16,
    marginRight: 84,
    marginBottom: 44,
    y: { domain: totals.map(({ bar }) => bar), label: null },
    marks: [
      gridX(),
      axisX({ ticks: Math.max(2, Math.round(width / 130)), tickFormat: formatTick, label: "USD a month", labelArrow: "none" }),
      axisY({ tickSize: 0 }),
      barX(
        parts,
        stackX({
          y: "bar",
          x: "usd",
          fill: ({ seriesIndex }: BarPart) => (seriesIndex === undefined ? "var(--shared)" : colorOf(seriesIndex)),
          fillOpacity: ({ index }: BarPart) => 1 - 0.3 * (index % 3),
          insetRight: 1,
          title: ({ name, usd }: BarPart) => `${name}: ${formatUsd(usd)} USD`,
        }),
      ),
      ruleX([0]),
      text(totals, { y: "bar", x: "usd", text: ({ usd }) => formatUsd(usd), textAnchor: "start", dx: 6, fill: "currentColor" }),
    ],
  });
}

/** Of the points of a line that has a mark. */
const MARK_EVERY = 12;

/** Lines over users, both axes logarithmic, with what was asked marked. */
function plotLines({ label, lines, mark, xAxis, yAxis }: Chart & { kind: "lines" }, width: number) {
  const ticks = Math.min(6, Math.round(width / 90));
  // A logarithmic axis has no zero, and without users there is nothing to mark.
  const marked = mark.x > 0 ? [mark] : [];
  return plot({
    ...commonOptions(label, width),
    height: 300,
    marginLeft: 52,
    marginBottom: 44,
    x: { type: "log", label: xAxis, labelArrow: "none", tickFormat: formatTick, ticks },
    y: { type: "log", label: yAxis, tickFormat: formatTick, ticks: 5 },
    marks: [
      gridX({ ticks }),
      gridY({ ticks: 5 }),
      ...lines.flatMap(({ points, seriesIndex, mark: markIndex }) => {
        const stroke = colorOf(seriesIndex);
        const symbol = MARKS[markIndex % MARKS.length] ?? "none";
        const drawn = line(points, { stroke, strokeWidth: 2, strokeDasharray: dashOf(seriesIndex) });
        if (symbol === "none") return [drawn];
        const marked = points.filter((_, i) => i % MARK_EVERY === 0);
        return [drawn, dot(marked, { symbol, r: 3.5, stroke, fill: "var(--ground)" })];
      }),
      ruleX(marked, { x: "x", stroke: "currentColor", strokeDasharray: "2 3", strokeOpacity: 0.6 }),
      dot(
        marked.filter(({ y }) => y !== undefined && y > 0),
        { x: "x", y: "y", r: 5, fill: "currentColor", stroke: "var(--ground)" },
      ),
    ],
  });
}
