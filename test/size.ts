import { accessControl } from "../config/access-control";
import type { TokenClaims } from "../config/claim-rules";
import { tokenClaims } from "../config/token-claims";
import program from "../index";
import { bundleEntry } from "../infrastructure/bundle";
import { createEntry } from "../infrastructure/entry";
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
  { title: "scopes", strategy: SCOPES, budgetBytes: { "pre-token-generation": 2_252, pets: 403_789 } },
  { title: "authorizer", strategy: AUTHORIZER, budgetBytes: { [AUTHORIZER]: 23_697, pets: 403_789 } },
  // Constants and attributes take at most 2 KiB more than scopes alone.
  { title: "scopes, claims", strategy: SCOPES, claims: exampleClaims, budgetBytes: { "pre-token-generation": 2_047 + 2_048 } },
  {
    title: "authorizer, claims",
    strategy: AUTHORIZER,
    claims: exampleClaims,
    config: { userPoolPlan: "essentials" },
    budgetBytes: { [AUTHORIZER]: 24_148, "token-claims": 2_047 + 2_048 },
  },
  // From here on, nearly all of a bundle is the SDK's client, whose own size is printed below.
  {
    title: "scopes, directory",
    strategy: SCOPES,
    config: { userDirectory: "table" },
    budgetBytes: { "pre-token-generation": 376_337, "post-confirmation": 371_523 },
  },
  {
    title: "scopes, permission map in a parameter",
    strategy: SCOPES,
    config: { permissionMap: "parameter" },
    budgetBytes: { "pre-token-generation": 409_798 },
  },
  {
    title: "authorizer, permission map in a parameter",
    strategy: AUTHORIZER,
    config: { permissionMap: "parameter" },
    budgetBytes: { [AUTHORIZER]: 431_291 },
  },
  {
    title: "scopes, all of it",
    strategy: SCOPES,
    claims: exampleClaims,
    config: { userDirectory: "table", permissionMap: "parameter" },
    budgetBytes: { "pre-token-generation": 465_286 },
  },
];

/** What a bundle takes that does nothing but call one operation. */
const CLIENTS = [
  ["@aws-sdk/client-dynamodb", "DynamoDBClient", "GetItemCommand"],
  ["@aws-sdk/client-ssm", "SSMClient", "GetParameterCommand"],
] as const;

async function main(): Promise<void> {
  for (const { title, strategy, config = {}, claims = tokenClaims, budgetBytes } of CASES) {
    const run = () => program.run(accessControl, claims);
    const recording = await recordProgram({ project: program.project, run }, { config: { strategy, ...config } });
    const functions = await readFunctions(recording);
    for (const [name, budget] of Object.entries(budgetBytes)) {
      const bytes = Buffer.byteLength(functions.find((fn) => fn.name === name)?.code ?? "x".repeat(budget + 1));
      const isWithin = bytes <= budget;
      console.log(
        `${`${title}: ${name}`.padEnd(72)}${String(bytes).padStart(8)} bytes of ${budget}${isWithin ? "" : "  OVER BUDGET"}`,
      );
      if (!isWithin) process.exitCode = 1;
    }
  }
  for (const [module, client, command] of CLIENTS) {
    const code = `(input) => new ${client}({}).send(new ${command}(input))`;
    const entry = createEntry(client, { code, imports: [`import { ${client}, ${command} } from "${module}"`] });
    console.log(
      `${`for comparison: ${client} and ${command} alone`.padEnd(72)}${String(Buffer.byteLength(await bundleEntry(entry))).padStart(8)} bytes`,
    );
  }
}

void main();
