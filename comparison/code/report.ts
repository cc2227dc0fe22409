import { wrapText } from "../words";

/** What a strategy costs in code, as plain JSON: counts of what only it has. */
export interface StrategyCode {
  readonly strategy: string;
  /** How many resources of each type `pulumi up` creates for it alone, with every other setting as it is by default. */
  readonly resources: readonly { readonly type: string; readonly count: number }[];
  readonly functions: readonly { readonly name: string; readonly bundleBytes: number }[];
  /** That nothing else imports, with their lines that hold code: neither blank ones nor those of comments alone. */
  readonly files: readonly { readonly path: string; readonly codeLines: number }[];
  readonly totals: CodeTotals;
}

export const codeMeasures = ["resources", "functions", "codeLines", "bundleBytes"] as const;

/** `bundleBytes` is the size of the functions' minified bundles, unzipped. */
export type CodeTotals = Readonly<Record<(typeof codeMeasures)[number], number>>;

export interface CodeReport {
  readonly strategies: readonly StrategyCode[];
  /** What every strategy has, for scale. */
  readonly shared: Pick<CodeTotals, "bundleBytes" | "functions" | "resources">;
}

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
