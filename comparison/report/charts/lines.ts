import { dot, gridX, gridY, line, plot, ruleX } from "@observablehq/plot";
import type { Chart } from "../prepare/chart";
import { colorOf, commonOptions, dashOf, formatTick, MARKS } from "./style";

/** Of the points of a line that has a mark. */
const MARK_EVERY = 12;

/** Lines over users, both axes logarithmic, with what was asked marked. */
export function plotLines({ label, lines, mark, xAxis, yAxis }: Chart & { kind: "lines" }, width: number) {
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
      ...lines.flatMap(({ points, place, mark: markIndex }) => {
        const stroke = colorOf(place);
        const symbol = MARKS[markIndex % MARKS.length] ?? "none";
        const drawn = line(points, { stroke, strokeWidth: 2, strokeDasharray: dashOf(place) });
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
