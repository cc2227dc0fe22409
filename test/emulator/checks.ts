import { isDeepStrictEqual } from "node:util";
import { knownDifferences } from "./known-differences";

const listed = knownDifferences.filter((known) => known.suite === "test:deploy");

/** Counts checks and prints one line for each. A failed check does not prevent the following ones. */
export class Checks {
  passed = 0;
  failed = 0;

  constructor(readonly stop: AbortSignal) {}

  /** `what` is a sentence about the deployed stack; `found` and `expected` are compared deeply. A known difference counts as expected. Throws once the run is to stop. */
  equal(what: string, found: unknown, expected: unknown): void {
    this.stop.throwIfAborted();
    const known = listed.find(({ checks }) => checks.test(what));
    if (isDeepStrictEqual(found, known === undefined ? expected : known.found)) {
      this.passed++;
      console.log(`  ok    ${what}${known === undefined ? "" : `, except on the emulator, as known: ${known.reason}`}`);
    } else if (known !== undefined && isDeepStrictEqual(found, expected)) {
      this.failed++;
      console.log(`  FAIL  ${what}: now as on AWS, so no longer a known difference: ${known.reason}`);
    } else {
      this.failed++;
      console.log(`  FAIL  ${what}\n        expected ${JSON.stringify(expected)}\n        found    ${JSON.stringify(found)}`);
    }
  }
}
