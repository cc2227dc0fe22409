import { accessControl } from "../config/access-control";
import { bundleHandler } from "../infrastructure/bundle";

/** The size limit of a handler's minified bundle in bytes: a tenth above its size when the budget was set. */
const BUDGET_BYTES = { "pre-token-generation": 2_346, authorizer: 24_419, pets: 402_090 } as const;

async function main(): Promise<void> {
  for (const [name, budget] of Object.entries(BUDGET_BYTES)) {
    const table = name === "pets" ? undefined : accessControl;
    const bytes = Buffer.byteLength(await bundleHandler(`handlers/${name}`, table));
    const isWithin = bytes <= budget;
    console.log(`${name.padEnd(22)}${String(bytes).padStart(8)} bytes of ${budget}${isWithin ? "" : "  OVER BUDGET"}`);
    if (!isWithin) process.exitCode = 1;
  }
}

void main();
