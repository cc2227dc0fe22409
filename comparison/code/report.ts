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
