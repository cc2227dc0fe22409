import { execFileSync } from "node:child_process";
import { findStackFileFaults } from "./faults";

/** Checks the stack files in git's index, since `pulumi stack init` adds personal lines to those in the folder. */

const git = (...args: readonly string[]) => execFileSync("git", args, { encoding: "utf8" });
const files = git("ls-files", "Pulumi.*.yaml").split("\n").filter(Boolean);
const faults = files.flatMap((file) => findStackFileFaults(git("show", `:${file}`)).map((fault) => `${file}: ${fault}`));
for (const fault of faults) console.error(fault);
console.log(`${files.length} stack files, ${faults.length} faults`);
if (files.length === 0 || faults.length > 0) process.exitCode = 1;
