import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { openDataFolder } from "../../local/data-folder";
import { RunningEngine, SCOPES } from "./engine/running";

const ROOT = join(__dirname, "..", "..");

describe("data folder of a killed engine", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "killed-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Prints each key once it is saved, until it is killed. */
  const WRITER = `
    require("./local/data-folder").openDataFolder(process.argv[1]).then((folder) => {
      const table = folder.openTable("pets", () => true);
      for (let index = table.items.size; ; index++) {
        table.keep(String(index), { text: "x".repeat((index * 7919) % 20000) });
        require("node:fs").writeSync(1, index + "\\n");
      }
    });`;

  it("has every acknowledged write, whenever the process was killed, and can be opened again", async () => {
    let acknowledged = -1;
    for (let round = 0; round < 12; round++) {
      const writer = spawn(process.execPath, ["--require", "ts-node/register", "--eval", WRITER, folder], { cwd: ROOT });
      const lines = createInterface({ input: writer.stdout });
      const from = acknowledged;
      lines.on("line", (line) => {
        acknowledged = Number(line);
        if (acknowledged === from + 1 + round * 5) setTimeout(() => writer.kill("SIGKILL"), round);
      });
      await Promise.all([once(writer, "exit"), once(lines, "close")]);

      const opened = await openDataFolder(folder);
      const table = opened.openTable("pets", () => true);
      table.close();
      await opened.close();
      expect(table.items.size, `round ${round}`).to.be.within(acknowledged + 1, acknowledged + 2);
      acknowledged = table.items.size - 1;
    }
    expect(acknowledged).to.be.above(11);
  });

  it("has the pets and users of an engine that was killed while serving requests", async () => {
    const args = ["--require", "ts-node/register", join(ROOT, "local", "start.ts"), "--json", "--port", "0", "--data", folder];
    const child: ChildProcess = spawn(process.execPath, [...args, "--strategy", SCOPES], { cwd: ROOT });
    if (child.stdout === null) throw new Error("no output");
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const { url, stacks, users } = JSON.parse(String(line));
    const admin = users.find(({ name }: { name: string }) => name === "admin");
    const signIn = await fetch(url, {
      method: "POST",
      headers: { "X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth" },
      body: JSON.stringify({
        ClientId: stacks[0].userPoolClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: admin.username, PASSWORD: admin.password },
      }),
    });
    const { AuthenticationResult: tokens } = JSON.parse(await signIn.text());
    const added: string[] = [];
    const add = async () => {
      const response = await fetch(`${stacks[0].apiUrl}/pets`, {
        method: "POST",
        headers: { Authorization: tokens.AccessToken, "Content-Type": "application/json" },
        body: JSON.stringify({ name: "Rex", species: "dog" }),
      });
      if (response.status === 201) added.push(JSON.parse(await response.text()).id);
    };
    const asked = Array.from({ length: 30 }, () => add().catch(() => undefined));
    while (added.length < 10) await new Promise((resolve) => setTimeout(resolve, 1));

    child.kill("SIGKILL");
    await Promise.all([once(child, "exit"), ...asked]);

    const next = await RunningEngine.start({ dataFolder: folder, strategies: [SCOPES] });
    try {
      const stack = next.stack(SCOPES);
      expect((await next.refresh(stack, tokens.RefreshToken)).AccessToken).to.be.a("string");
      for (const id of added)
        expect((await next.ask(stack, { path: `/pets/${id}`, token: tokens.AccessToken })).status, id).to.equal(200);
    } finally {
      await next.stop();
    }
  });
});
