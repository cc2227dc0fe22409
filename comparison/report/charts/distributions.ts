import { gridX, gridY, line, plot, ruleY } from "@observablehq/plot";
import type { Chart } from "../prepare/chart";
import { CONTROL_DASH, colorOf, commonOptions, dashOf } from "./style";

/** The share of the requests that took no longer, by the time; logarithmic, for a slow request takes many times as long as a usual one. */
export const plotDistributions = ({ label, lines }: Chart & { kind: "distributions" }, width: number) =>
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
      ...lines.map(({ points, place, isControl }) =>
        line(points, {
          stroke: colorOf(place),
          strokeWidth: isControl ? 1.25 : 2,
          strokeDasharray: isControl ? CONTROL_DASH : dashOf(place),
          strokeOpacity: isControl ? 0.8 : 1,
        }),
      ),
    ],
  });
