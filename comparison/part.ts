/** One thing that strategies are compared in. To add one, put an object of this type into the list in compare.ts. */
export interface Part {
  /** Its key in the report's `parts`. */
  readonly name: string;
  run(onProgress: (done: number, total: number) => void, options: { readonly seed: number }): Promise<PartResult>;
}

interface PartResult {
  /** Plain JSON. */
  readonly report: object;
  /** The same for a terminal of 120 columns; wherever it shows times, it says whose. */
  readonly text: string;
  /** How much of it is not as it should be. */
  readonly differenceCount: number;
}
