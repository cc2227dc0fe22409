import { onReaderGone } from "../../config/command-line";
import { strategies } from "../../strategies";
import { runCostCommand } from "./command";

// A closed pipe must not stop the command.
onReaderGone(() => undefined);
const { status, stdout, stderr } = runCostCommand(process.argv.slice(2), {
  today: new Date().toISOString().slice(0, 10),
  strategies: Object.values(strategies),
  isColored: process.stdout.isTTY === true && !process.env.NO_COLOR,
});
if (stdout !== "") console.log(stdout);
if (stderr !== "") console.error(stderr);
process.exitCode = status;
