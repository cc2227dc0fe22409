import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { z } from "zod";
import { withServer } from "../support/server";

const ROOT = join(__dirname, "..", "..");

/** The result of a shell command: its status and both outputs. */
const shell = (line: string) =>
  new Promise<{ status: number | string | null | undefined; stdout: string; stderr: string }>((resolve) => {
    execFile("bash", ["-c", `set -o pipefail; ${line}`], { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    );
  });

describe("commands in a pipe", () => {
  it("print only JSON on stdout with a silent npm, and exit without an error if nobody reads on", async () => {
    const cost = await shell("npm run --silent cost -- --users 1000 --json");
    expect(cost).to.include({ status: 0, stderr: "" });
    expect(JSON.parse(cost.stdout)).to.include.keys("prices", "inputs");

    // Only the first line is read; the engine notices when it prints those of the requests.
    const ask = `url="$(grep -oE 'http://[^"]+/apis/[^"]+' <<< "$line" | head -1)/pets"; curl -s -o /dev/null "$url"; curl -s -o /dev/null "$url" || true`;
    const start = await shell(
      `npm --silent start -- --port 0 --json --config xray=true | { read -r line; exec 0<&-; echo "$line"; ${ask}; }`,
    );
    expect(start).to.include({ status: 0, stderr: "xray changes nothing here: the page shows the steps of each request\n" });
    expect(JSON.parse(start.stdout)).to.include.keys("kind", "url", "stacks", "users");

    expect(await shell("npm run --silent cost | true")).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  });

  it("print faults on stderr, with an exit code, with a silent npm", async () => {
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

  it("print their help on stdout, and do nothing else", async () => {
    for (const command of ["start", "run compare", "run cost", "run results", "run recover"]) {
      const { status, stdout, stderr } = await shell(`npm --silent ${command} -- --help`);
      expect([status, stderr], command).to.deep.equal([0, ""]);
      expect(stdout, command).to.include(`npm ${command} -- [`).and.include("-h, --help");
    }
  });
});

describe("npm start", () => {
  const start = (...args: readonly string[]) =>
    spawn(process.execPath, ["--require", "ts-node/register", join(ROOT, "local", "start.ts"), ...args], { cwd: ROOT });
  const textOf = async (stream: NodeJS.ReadableStream | null) => {
    let text = "";
    for await (const chunk of stream ?? []) text += chunk;
    return text;
  };
  const readySchema = z.object({
    kind: z.literal("ready"),
    url: z.string(),
    stacks: z.array(z.object({ strategy: z.string(), apiUrl: z.string() })),
    users: z.array(z.object({ username: z.string(), password: z.string() })),
  });

  /** Every line that a start prints while `use` runs. */
  async function withStart(
    args: readonly string[],
    use: (lines: AsyncIterableIterator<string>, child: ChildProcess) => Promise<void>,
  ) {
    const child = start(...args);
    try {
      await use(createInterface({ input: child.stdout })[Symbol.asyncIterator](), child);
    } finally {
      child.kill("SIGKILL");
    }
  }
  const next = async (lines: AsyncIterableIterator<string>) => String((await lines.next()).value);

  it("prints addresses and users as JSON and a line for each request with its reason, and exits cleanly on Ctrl-C", async () => {
    await withStart(["--port", "0", "--json", "--strategy", "id-token-lambda-authorizer"], async (lines, child) => {
      const { url, stacks, users } = readySchema.parse(JSON.parse(await next(lines)));
      expect(stacks.map(({ strategy }) => strategy)).to.deep.equal(["id-token-lambda-authorizer"]);
      expect(users.map(({ username }) => username)).to.include.members([
        "reader@example.com",
        "writer@example.com",
        "admin@example.com",
        "nobody@example.com",
      ]);
      expect((await fetch(url)).headers.get("content-type")).to.include("text/html");

      await fetch(`${stacks[0]?.apiUrl}/pets?token=secret`, { headers: { Authorization: "Bearer aaa.bbb.ccc" } });
      // Preceded by the function's log and the error that it throws.
      let lineOfRequest = await next(lines);
      while (!lineOfRequest.includes('"request"')) lineOfRequest = await next(lines);
      expect(JSON.parse(lineOfRequest)).to.include({
        kind: "request",
        from: "id-token-lambda-authorizer",
        what: "GET /pets",
        status: 401,
      });
      expect(lineOfRequest).to.include("authorizer").and.not.include("secret").and.not.include("aaa");

      child.kill("SIGINT");
      expect(await once(child, "exit")).to.deep.equal([0, null]);
    });
  });

  it("prints for people: the page, a working curl command for each strategy, and the users with their passwords", async () => {
    await withStart(["--port", "0"], async (lines) => {
      let text = "";
      while (!text.includes("Ctrl-C")) text += `${await next(lines)}\n`;

      expect(text).to.match(/The page: http:\/\/localhost:\d+/);
      expect(text).to.match(/reader@example\.com +\S+ +ReadPetsAccess/);
      const curls = text.match(/curl -i .*/g) ?? [];
      expect(curls).to.have.lengthOf(2);
      for (const line of curls) expect(await textOf(spawn("bash", ["-c", line]).stdout)).to.match(/^HTTP\/1\.1 200/);
    });
  });

  it("says which port is taken and what to do, and exits with 1", async () => {
    await withServer(
      () => undefined,
      async (address) => {
        const { port } = new URL(address);
        const child = start("--port", port);
        const [error, [status]] = await Promise.all([textOf(child.stderr), once(child, "exit")]);

        expect(error)
          .to.include(`port ${port} is taken`)
          .and.include(`npm start -- --port ${Number(port) + 1}`);
        expect(status).to.equal(1);
      },
    );
  });

  it("says what is wrong with an option, without a stack trace, and exits with 1", async () => {
    const child = start("--strategy", "acces-token");
    const [error, [status]] = await Promise.all([textOf(child.stderr), once(child, "exit")]);

    expect(error).to.include('--strategy is "acces-token"; expected "access-token-scopes" or "id-token-lambda-authorizer"');
    expect(error).not.to.include("    at ");
    expect(status).to.equal(1);
  });
});
