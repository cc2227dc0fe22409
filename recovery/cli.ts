import { helpOption, onReaderGone, parseOptions } from "../config/command-line";
import { RecoveryError } from "./errors";
import { createStackCommands } from "./pulumi";
import { recover } from "./recover";

const USAGE = `npm run recover -- [options]
  --stack NAME  the stack whose update was killed (default: the selected one)
  --yes         delete without asking
  -h, --help    print this`;

function parse(args: readonly string[]) {
  try {
    return parseOptions(args, { stack: { type: "string" }, yes: { type: "boolean" }, ...helpOption });
  } catch (error) {
    throw new RecoveryError("ARGUMENT_INVALID", `${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

/** Resolves with the exit code. */
async function main(): Promise<number> {
  try {
    const { stack, yes = false, help = false } = parse(process.argv.slice(2));
    if (help) {
      console.log(USAGE);
      return 0;
    }
    if (stack === "") throw new RecoveryError("ARGUMENT_INVALID", `--stack is empty; expected a stack name\n\n${USAGE}`);
    const conversation = { input: process.stdin, output: process.stdout, isAnswered: yes };
    await recover(createStackCommands(process.cwd(), stack), conversation);
    return 0;
  } catch (error) {
    console.error(error instanceof RecoveryError ? error.message : error);
    return 1;
  }
}

// A closed pipe must not stop the recovery.
onReaderGone(() => undefined);
void main().then((code) => {
  process.exitCode = code;
});
