import { accessControl } from "../config/access-control";
import type { TokenClaims } from "../config/claim-rules";
import { tokenClaims } from "../config/token-claims";
import program from "../index";
import { readFunctions } from "../local/lambda/resources";
import { recordProgram } from "../local/record";
import { exampleClaims } from "./support/example-claims";

interface Case {
  readonly title: string;
  readonly strategy: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly claims?: TokenClaims;
  /** By function. */
  readonly budgetBytes: Readonly<Record<string, number>>;
}

const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";

/** Bytes that minified bundles may have: a tenth above what they had when the budget was set. */
const CASES: readonly Case[] = [
  { title: "scopes", strategy: SCOPES, budgetBytes: { "pre-token-generation": 2_252, pets: 402_090 } },
  { title: "authorizer", strategy: AUTHORIZER, budgetBytes: { [AUTHORIZER]: 23_697, pets: 402_090 } },
  // Constants and attributes take at most 2 KiB more than scopes alone.
  { title: "scopes, claims", strategy: SCOPES, claims: exampleClaims, budgetBytes: { "pre-token-generation": 2_047 + 2_048 } },
  {
    title: "authorizer, claims",
    strategy: AUTHORIZER,
    claims: exampleClaims,
    config: { userPoolPlan: "essentials" },
    budgetBytes: { [AUTHORIZER]: 24_500 },
  },
];

async function main(): Promise<void> {
  for (const { title, strategy, config = {}, claims = tokenClaims, budgetBytes } of CASES) {
    const run = () => program.run(accessControl, claims);
    const recording = await recordProgram({ project: program.project, run }, { config: { strategy, ...config } });
    const functions = await readFunctions(recording);
    for (const [name, budget] of Object.entries(budgetBytes)) {
      const bytes = Buffer.byteLength(functions.find((fn) => fn.name === name)?.code ?? "x".repeat(budget + 1));
      const isWithin = bytes <= budget;
      console.log(
        `${`${title}: ${name}`.padEnd(60)}${String(bytes).padStart(8)} bytes of ${budget}${isWithin ? "" : "  OVER BUDGET"}`,
      );
      if (!isWithin) process.exitCode = 1;
    }
  }
}

void main();
