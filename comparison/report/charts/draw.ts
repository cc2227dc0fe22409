import type { Chart } from "../prepare/chart";
import { plotBars } from "./bars";
import { plotDistributions } from "./distributions";
import { plotIntervals } from "./intervals";
import { plotLines } from "./lines";

/**
 * Draws a chart into its place, in the width that there is.
 *
 * By Observable Plot: it draws SVG, whose root takes a label (observablehq.com/plot/features/accessibility, read 2026-11), and it
 * makes no code from texts, which the page's policy forbids. Vega does that unless an interpreter is added to it
 * (vega.github.io/vega/usage/interpreter, read 2026-11).
 */
export function drawChart(chart: Chart): void {
  const place = document.querySelector<HTMLElement>(`[data-chart="${chart.id}"]`);
  if (place === null) return;
  // Of a closed element the width is nought; it is drawn as wide as the page then, and shrinks.
  const width = Math.round(place.clientWidth || Math.min(640, document.documentElement.clientWidth - 64));
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
