import { parseArgs } from "node:util";
import { RecoveryError } from "./errors";
import { createStackCommands } from "./pulumi";
import { recover } from "./recover";

const USAGE = `npm run recover -- [options]
  --stack NAME  the stack that an update was killed of (default: the selected one)
  --yes         delete without asking`;

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { stack: { type: "string" }, yes: { type: "boolean", default: false } } }).values;
  } catch (error) {
    throw new RecoveryError("ARGUMENT_INVALID", `${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/** Answers with the exit code. */
async function main(): Promise<number> {
  try {
    const { stack, yes } = parse(process.argv.slice(2));
    const conversation = { input: process.stdin, output: process.stdout, isAnswered: yes };
    await recover(createStackCommands(process.cwd(), stack), conversation);
    return 0;
  } catch (error) {
    console.error(error instanceof RecoveryError ? error.message : error);
    return 1;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
