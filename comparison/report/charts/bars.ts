import { axisX, axisY, barX, gridX, plot, ruleX, stackX, text } from "@observablehq/plot";
import { formatUsd } from "../../cost/money";
import type { BarPart, Chart } from "../prepare/chart";
import { colorOf, commonOptions, formatTick } from "./style";

const BAR_HEIGHT = 44;

/** A bar for each variant: what is shared first, then its own items, told apart by gaps. */
export function plotBars({ label, parts, totals }: Chart & { kind: "bars" }, width: number) {
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
          fill: ({ place }: BarPart) => (place === undefined ? "var(--shared)" : colorOf(place)),
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
