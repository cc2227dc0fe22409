import { wrapText } from "../wrap-text";
import type { CodeReport } from "./report";

const WIDTH = 120;
const INDENTS = { first: "  ", rest: "    " };

/** What each strategy costs in code, formatted for 120 columns. */
export function formatCode({ strategies, shared }: CodeReport): string {
  return [
    "What each strategy costs in code: what nothing else needs, counted from the program as it is recorded by default",
    ...strategies.flatMap(({ strategy, resources, functions, files, totals }) => [
      "",
      strategy,
      ...[
        `${totals.resources} resources: ${resources.map(({ type, count }) => `${count} ${type}`).join(", ")}`,
        `${totals.functions} functions, ${totals.bundleBytes} bytes of minified bundles: ${functions.map(({ name, bundleBytes }) => `${name} ${bundleBytes}`).join(", ")}`,
        `${totals.codeLines} lines of code without blank lines and comments: ${files.map(({ path, codeLines }) => `${path} ${codeLines}`).join(", ")}`,
      ].flatMap((text) => wrapText(text, WIDTH, INDENTS)),
    ]),
    "",
    `Every strategy has ${shared.resources} resources and ${shared.functions} functions of ${shared.bundleBytes} bytes besides.`,
  ].join("\n");
}
