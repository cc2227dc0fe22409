import type { FunctionFailure } from "../../strategies/contract";

/** Timeout of the replaced code, to keep runs short. The program's own functions have 3 and 5 seconds. */
export const FAULTY_TIMEOUT_SECONDS = 1;

const BODIES: Readonly<Record<FunctionFailure, string>> = {
  throws: `throw new Error("broken on purpose");`,
  hangs: "await new Promise(() => setInterval(() => undefined, 1000));",
  "answers nonsense": `return "nonsense";`,
  crashes: "process.exit(1);",
};

/** A CommonJS module whose handler fails. */
export const createFaultyCode = (handlerName: string, fault: FunctionFailure): string =>
  `exports.${handlerName} = async () => { ${BODIES[fault]} };`;
