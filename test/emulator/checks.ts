import { isDeepStrictEqual } from "node:util";

/** Counts checks and prints one line for each. A failed check does not prevent the following ones. */
export class Checks {
  passed = 0;
  failed = 0;

  constructor(readonly stop: AbortSignal) {}

  /** `what` is a sentence about the deployed stack; `found` and `expected` are compared deeply. Throws once the run is to stop. */
  equal(what: string, found: unknown, expected: unknown): void {
    this.stop.throwIfAborted();
    if (isDeepStrictEqual(found, expected)) {
      this.passed++;
      console.log(`  ok    ${what}`);
    } else {
      this.failed++;
      console.log(`  FAIL  ${what}\n        expected ${JSON.stringify(expected)}\n        found    ${JSON.stringify(found)}`);
    }
  }
}
