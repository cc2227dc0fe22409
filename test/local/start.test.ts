import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { z } from "zod";
import { ArgumentError, parseStartArguments } from "../../local/arguments";
import { withServer } from "../support/server";

const NAMES = ["a", "b"];

describe("parseStartArguments", () => {
  it("takes nothing for every strategy at port 4000, in memory", () => {
    expect(parseStartArguments([], NAMES)).to.deep.equal({ port: 4000, strategies: NAMES, dataFolder: undefined, isJson: false });
  });

  it("takes port, strategies, folder and JSON", () => {
    const args = ["--port", "0", "--strategy", "b", "--strategy", "b", "--data", "x", "--json"];

    expect(parseStartArguments(args, NAMES)).to.deep.equal({ port: 0, strategies: ["b"], dataFolder: "x", isJson: true });
  });

  it("says of a bad option what was given and what is accepted", () => {
    const faults: readonly [readonly string[], string][] = [
      [["--port", "http"], '--port is "http"; expected a whole number from 0 to 65535'],
      [["--port", "65536"], '--port is "65536"'],
      [["--port"], "--port"],
      [["--strategy", "c"], '--strategy is "c"; expected "a" or "b"'],
      [["--data", ""], "--data is empty"],
      [["--verbose"], "--verbose"],
      [["4000"], "4000"],
    ];
    for (const [args, message] of faults)
      expect(() => parseStartArguments(args, NAMES), args.join(" ")).to.throw(ArgumentError, message);
    expect(() => parseStartArguments(["--port", "x"], NAMES)).to.throw("npm start -- [options]");
  });
});

describe("npm start", function () {
  // Whole processes, on a machine that may be busy.
  this.timeout(60_000);

  const ROOT = join(__dirname, "..", "..");
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

  /** Every line that a start writes, while `use` runs. */
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

  it("prints addresses and users as JSON, a line for each request with its reason, and ends cleanly with Ctrl-C", async () => {
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
      // Before it come what the function logs and what it throws.
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

  it("prints for people: the page, a curl line for each strategy that works as it is, and the users with their passwords", async () => {
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
