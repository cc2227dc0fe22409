import type { Chart } from "../prepare/chart";
import { plotBars } from "./bars";
import { plotDistributions } from "./distributions";
import { plotIntervals } from "./intervals";
import { plotLines } from "./lines";

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
  const place = document.querySelector<HTMLElement>(`[data-chart="${CSS.escape(chart.id)}"]`);
  if (place === null) return;
  // A closed element has no width yet. What is drawn too wide shrinks.
  const width = place.clientWidth === 0 ? HIDDEN_WIDTH : Math.max(LEAST_WIDTH, place.clientWidth);
  const figure = plot(chart, width);
  figure.setAttribute("role", "img");
  place.replaceChildren(figure);
}

function plot(chart: Chart, width: number) {
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
