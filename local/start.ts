import "./fast-start";

import * as pulumi from "@pulumi/pulumi";
import { onReaderGone } from "../config/command-line";
import { people } from "../config/people";
import program from "../index";
import { ArgumentError, parseStartArguments, type StartArguments, USAGE } from "./arguments";
import { DataFolderError } from "./data-folder";
import { type Engine, startEngine } from "./engine";
import { formatLine } from "./log";
import { NotImitatedError } from "./recorded-inputs";

/** Starts the engine from the command line, says what there is, and ends it with Ctrl-C. */
async function main({ port, strategies, config, notes, dataFolder, isJson }: StartArguments): Promise<void> {
  for (const note of notes) console.error(note);
  const print = (value: object, text: string) => console.log(isJson ? JSON.stringify(value) : text);
  const starting = startEngine({
    program,
    people,
    port,
    strategies,
    config,
    ...(dataFolder === undefined ? {} : { dataFolder }),
    log: (line) => print(line, formatLine(line)),
  });
  const stop = () => starting.then((engine) => engine.stop()).then(() => process.exit(0), fail);
  onReaderGone(stop);
  const engine = await starting;
  print({ kind: "ready", ...describe(engine) }, greet(engine));

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      // A second one does not wait.
      process.once(signal, () => process.exit(1));
      void stop();
    });
  }
}

const describe = ({ url, stacks, users }: Engine) => ({
  url,
  stacks: stacks.map(({ strategy, tokenUse, apiUrl, pool, tables, parameters }) => ({
    strategy,
    tokenUse,
    apiUrl,
    issuer: pool.issuer,
    userPoolId: pool.id,
    userPoolClientId: pool.clients[0]?.id,
    tables: tables.map(({ tableName }) => tableName),
    parameters: parameters.map(({ parameterName }) => parameterName),
  })),
  users,
});

function greet(engine: Engine): string {
  const { url, stacks, users } = describe(engine);
  const reader = users[0];
  const [firstStack] = engine.stacks;
  const path = firstStack?.api.methods.find(({ httpMethod, path }) => httpMethod === "GET" && !path.includes("{"))?.path ?? "/";
  const lines = stacks.map(({ strategy, tokenUse, apiUrl, userPoolClientId, tables, parameters }) => {
    const token = tokenUse === "access" ? "AccessToken" : "IdToken";
    const input = {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: userPoolClientId,
      AuthParameters: { USERNAME: reader?.username, PASSWORD: reader?.password },
    };
    const held = [["tables", tables] as const, ["parameters", parameters] as const]
      .flatMap(([kind, names]) => (names.length > 0 ? [`\n  ${kind}: ${names.join(" ")}`] : []))
      .join("");
    const signIn =
      `curl -s ${url} -H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' ` +
      `-d '${JSON.stringify(input)}'`;
    return `\n${strategy}: clients send the ${tokenUse} token to ${apiUrl}\n  curl -i ${apiUrl}${path} -H "Authorization: $(${signIn} | grep -o '"${token}":"[^"]*' | cut -d'"' -f4)"${held}`;
  });
  const table = users.map(
    ({ username, password, groups }) => `  ${username.padEnd(20)} ${password.padEnd(22)} ${groups.join(" ") || "(no group)"}`,
  );
  return [
    `The page: ${url}`,
    `AWS:      ${url} (endpoint for clients of Cognito, DynamoDB and Parameter Store)`,
    ...lines,
    "\nUsers of every pool, with passwords for this run:",
    ...table,
    "\nCtrl-C ends it. One line for each request follows.\n",
  ].join("\n");
}

function fail(error: unknown): never {
  // These say by themselves all there is to know.
  const isTold =
    [ArgumentError, DataFolderError, NotImitatedError].some((kind) => error instanceof kind) || pulumi.RunError.isInstance(error);
  console.error(isTold && error instanceof Error ? error.message : error);
  process.exit(1);
}

function start(args: StartArguments): void {
  main(args).catch((error: unknown) => {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const other = args.port + 1;
    if (isTaken) console.error(`port ${args.port} is taken by another program; end that one, or: npm start -- --port ${other}`);
    return isTaken ? process.exit(1) : fail(error);
  });
}

try {
  const args = parseStartArguments(process.argv.slice(2), program);
  if (args === undefined) console.log(USAGE);
  else start(args);
} catch (error) {
  fail(error);
}
