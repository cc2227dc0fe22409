import { execFile } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";

const ROOT = join(__dirname, "..", "..");

/** What a shell makes of a line: its status, and what came on either output. */
const shell = (line: string) =>
  new Promise<{ status: number | string | null | undefined; stdout: string; stderr: string }>((resolve) => {
    execFile("bash", ["-c", `set -o pipefail; ${line}`], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    );
  });

describe("the commands behind a pipe", function () {
  // Whole processes by npm, on a machine that may be busy.
  this.timeout(300_000);

  it("give nothing but JSON on their output where npm is silent, and end without a word where nobody reads on", async () => {
    const cost = await shell("npm run --silent cost -- --users 1000 --json");
    expect(cost).to.include({ status: 0, stderr: "" });
    expect(JSON.parse(cost.stdout)).to.include.keys("prices", "inputs");

    // The first line only is read; the engine finds out when it prints those of the requests.
    const ask = `url="$(grep -oE 'http://[^"]+/apis/[^"]+' <<< "$line" | head -1)/pets"; curl -s -o /dev/null "$url"; curl -s -o /dev/null "$url" || true`;
    const start = await shell(
      `npm --silent start -- --port 0 --json --config xray=true | { read -r line; exec 0<&-; echo "$line"; ${ask}; }`,
    );
    expect(start).to.include({ status: 0, stderr: "xray changes nothing here: the page shows the steps of each request\n" });
    expect(JSON.parse(start.stdout)).to.include.keys("kind", "url", "stacks", "users");

    expect(await shell("npm run --silent cost | true")).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  });

  it("tell their faults on the error output, with an exit code, where npm is silent", async () => {
    const lines = [
      "npm --silent start -- --json --config throttleBurst=0",
      "npm run --silent cost -- --users x --json",
      "npm run --silent compare -- --json --target moon",
      "npm run --silent results -- --fast",
      "npm run --silent recover -- --all",
    ];
    for (const line of lines) {
      const { status, stdout, stderr } = await shell(line);
      expect([status, stdout], line).to.deep.equal([1, ""]);
      expect(stderr, line)
        .to.match(/expected/)
        .and.not.include("    at ");
    }
  });

  it("print their help on the output, and do nothing else", async () => {
    for (const command of ["start", "run compare", "run cost", "run results", "run recover"]) {
      const { status, stdout, stderr } = await shell(`npm --silent ${command} -- --help`);
      expect([status, stderr], command).to.deep.equal([0, ""]);
      expect(stdout, command).to.include(`npm ${command} -- [`).and.include("-h, --help");
    }
  });
});
