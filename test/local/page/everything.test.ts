import { expect } from "chai";
import { describePage } from "./browser";

const SCOPES = "access-token-scopes";
const AUTHORIZER = "id-token-lambda-authorizer";
const SIGNED = { Authorization: "AWS4-HMAC-SHA256 Credential=local" } as const;

describePage(
  "engine page with claims, a directory and a permission map",
  (tab) => {
    /** The claims of a column's token with the words behind each, by name. */
    const readNotes = async (strategy: string) => {
      const section = tab.column(strategy).locator("section", { hasText: "Token:" });
      await section.locator("summary", { hasText: "more claims" }).click();
      const pairs = await section
        .locator("dt")
        .evaluateAll((names) =>
          names.map(
            (name) =>
              [
                name.textContent,
                [...(name.nextElementSibling?.querySelectorAll(".origin, .tag") ?? [])].at(-1)?.textContent,
              ] as const,
          ),
        );
      return Object.fromEntries(pairs);
    };

    it("marks each claim with who put it there, and shows what the trigger removed", async () => {
      await tab.choose("writer");
      await tab.send();

      expect(await readNotes(SCOPES)).to.include({
        token_use: "by Cognito",
        client_id: "by Cognito",
        exp: "by Cognito",
        sub: "by Cognito",
        "cognito:groups": "by the trigger's override of the groups",
        compliance_level: "by the trigger",
        country_id: "by the trigger",
        roles: "by the trigger",
        tenant_id: "by the trigger",
      });
      expect(await readNotes(AUTHORIZER)).to.include({
        aud: "by Cognito",
        "cognito:groups": "by the trigger's override of the groups",
        email: "removed by the trigger",
        email_verified: "from the user's attributes",
        locale: "from the user's attributes",
        name: "from the user's attributes",
        tenant_id: "by the trigger",
      });
      const scopes = await tab.column(SCOPES).locator(".claims").first().locator("li").allTextContents();
      expect(scopes.map((text) => text.trim().split(/\s+/).join(" "))).to.include.members([
        "aws.cognito.signin.user.admin by Cognito",
        "openid by the trigger",
        "petsapi/read ✓ asked for here by the trigger",
      ]);
      expect(await tab.page.locator(".notice").count(), "of groups that the user never left").to.equal(0);
    });

    it("marks them for a user of whom the directory has no groups, and in tokens of an earlier sign-in", async () => {
      await tab.choose("reader");
      await tab.send();
      await tab.send();

      expect(await readNotes(SCOPES)).to.include({ "cognito:groups": "by Cognito", tenant_id: "by the trigger" });
      expect(await tab.column(SCOPES).locator(".steps").first().textContent()).not.to.include("password");
    });

    it("marks no claim of a tampered token as signed that is not", async () => {
      await tab.choose("reader");
      await tab.choose("Tampered token");
      await tab.send();

      const notes = await readNotes(SCOPES);
      expect(notes).to.include({
        "cognito:groups": "changed after signing",
        scope: "changed after signing",
        tenant_id: "by the trigger",
      });
    });

    it("says so where nobody knows any more who put the claims there", async () => {
      await tab.page.route("**/_local/traces/*", (route) => route.fulfill({ status: 404, json: {} }));
      await tab.choose("reader");
      await tab.send();

      expect(await tab.page.locator(".origin").count()).to.equal(0);
      expect(await tab.column(SCOPES).textContent()).to.include("no longer has the sign-in, which says who put each claim there");
    });

    it("says that a removed group changes nothing where the trigger overrides the groups", async () => {
      await tab.choose("writer");
      await tab.choose("Group removed");
      await tab.send();

      expect(await tab.page.locator(".notice").textContent()).to.include("the trigger overrides their groups");
      expect(await tab.statuses()).to.deep.equal([200, 200]);
      await tab.press("Give the groups back");
      expect(await tab.page.locator(".notice").count()).to.equal(0);
    });
  },
  "everything",
);

// After the others: it changes what decides.
describePage(
  "engine page's view of what is stored",
  (tab) => {
    const name = () => tab.engine.stacks[0]?.parameters[0]?.parameterName ?? "";
    const tableName = () => tab.engine.stacks[0]?.tables.find((table) => table.name === "directory")?.tableName ?? "";
    const stored = () => tab.column(SCOPES).locator(".stored");
    const value = () => stored().getByRole("group", { name: `Value of ${name()}` });
    const administer = async (target: string, input: unknown) => {
      const headers = { "X-Amz-Target": target, ...SIGNED };
      const response = await fetch(tab.engine.url, { method: "POST", headers, body: JSON.stringify(input) });
      expect(response.status, await response.text()).to.equal(200);
    };
    const put = (Value: string) => administer("AmazonSSM.PutParameter", { Name: name(), Value, Overwrite: true });
    const readAgain = () => tab.press(`Read again what ${SCOPES} has stored`);

    it("shows the permission map by keyboard, with a command that changes it", async () => {
      await tab.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: tab.engine.url });
      await stored().locator("summary", { hasText: name() }).focus();
      await tab.page.keyboard.press("Enter");
      const before = await stored().textContent();
      for (const label of [`Value of ${name()}`, `Command for ${name()}`]) {
        await tab.page.keyboard.press("Tab");
        expect(await tab.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).to.equal(label);
      }
      await tab.page.keyboard.press("Tab");
      await tab.page.keyboard.press("Enter");
      await stored().getByText("Copied.").waitFor();
      const copied = await tab.page.evaluate(() => navigator.clipboard.readText());

      expect(before).to.include("permissionMapParameter").and.include("Version 1, as the program creates it.");
      expect(await value().textContent()).to.include('"PetsAdmins": [\n');
      expect(copied).to.match(
        new RegExp(`aws ssm put-parameter --endpoint-url ${tab.engine.url} .*--name '${name()}' --value '{"ReadPetsAccess":`),
      );
    });

    it("shows a changed value when asked again and after a send, as text whatever it is", async () => {
      const hostile = '<img src=x onerror="document.title=1">';
      await stored().locator("summary", { hasText: name() }).click();
      await put(hostile);
      await readAgain();
      const shown = await value().textContent();
      const version = await stored().locator("p", { hasText: "Version" }).textContent();
      await put('{"PetsAdmins":["ReadPetsAccess"]}');
      await tab.send();

      expect(shown).to.equal(hostile);
      expect(await tab.page.locator("img").count()).to.equal(0);
      expect(version).to.match(/Version \d+, changed \d+ s ago\./);
      expect(JSON.parse((await value().textContent()) ?? "")).to.deep.equal({ PetsAdmins: ["ReadPetsAccess"] });
    });

    it("shows the directory's records of the seeded users as they are now", async () => {
      await stored().locator("summary", { hasText: tableName() }).click();
      const read = async (user: string) => JSON.parse((await stored().getByLabel(`Item of ${user}`).textContent()) ?? "");
      const { userId, ...writer } = await read("writer");
      await administer("DynamoDB_20120810.DeleteItem", {
        TableName: tableName(),
        Key: { userId: { S: (await read("nobody")).userId } },
      });
      await administer("DynamoDB_20120810.PutItem", {
        TableName: tableName(),
        Item: { userId: { S: userId }, tenantId: { S: "moved" } },
      });
      await readAgain();

      expect(writer).to.deep.equal({ tenantId: "globex", entitlements: ["export"], groups: ["PetsAdmins"] });
      expect(await read("writer")).to.deep.equal({ userId, tenantId: "moved" });
      expect(await stored().locator("dd").last().textContent()).to.include("nothing any more");
      expect(await stored().textContent()).to.include("userDirectoryTable");
    });
  },
  "everything",
);
