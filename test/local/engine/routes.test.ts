import { expect } from "chai";
import { accessControl } from "../../../config/access-control";
import { grantsOf } from "../../../config/access-rules";
import type { Stack } from "../../../local/stack";
import { AUTHORIZER, clientIdOf, SCOPES, sentToken, useEngine } from "./running";

const HOUR_MS = 3_600_000;
const PET = { name: "Rex", species: "dog" };
const SUCCESS: Readonly<Record<string, number>> = { DELETE: 204, GET: 200, POST: 201 };

/** The response to an authenticated caller without permission. */
const REFUSED = { [SCOPES]: 401, [AUTHORIZER]: 403 };

for (const [strategy, refused] of Object.entries(REFUSED)) {
  describe(`pets API at a running engine, with ${strategy}`, () => {
    const running = useEngine();
    let stack: Stack;
    before(() => {
      stack = running().stack(strategy);
    });

    const emailOf = (name: string) => `${name}.${strategy}@example.com`;
    const signIn = async (name: string, password: string) => {
      const tokens = await running().signIn(stack, emailOf(name), password);
      return { ...tokens, sent: sentToken(stack, tokens) };
    };
    const statusOf = async (token: string | undefined, method = "GET", path = "/pets", body?: unknown) =>
      (await running().ask(stack, { token, method, path, body })).status;
    const addPet = async (): Promise<string> => {
      const { headers, status } = await running().ask(stack, {
        token: await running().tokenOf(stack, "admin"),
        method: "POST",
        body: PET,
      });
      if (status !== 201) throw new Error(`no pet was added: ${status}`);
      return headers.get("Location")?.split("/").at(-1) ?? "";
    };

    it("has exactly the routes of the access-control table", () => {
      const recorded = stack.api.methods.filter(({ httpMethod }) => httpMethod !== "OPTIONS");

      expect(recorded.map(({ httpMethod, path }) => `${httpMethod} ${path}`)).to.have.members(
        accessControl.routes.map(({ method, path }) => `${method} ${path}`),
      );
    });

    for (const { method, path, permission } of accessControl.routes) {
      it(`allows ${method} ${path} with ${permission}, and responds ${refused} without`, async () => {
        for (const { name, groups } of running().engine.users) {
          const token = await running().tokenOf(stack, name);
          const target = path.replace("{petId}", path.includes("{petId}") ? await addPet() : "");
          const isGranted = groups.some((group) => grantsOf(accessControl).get(group)?.includes(permission));

          const status = await statusOf(token, method, target, method === "POST" ? PET : undefined);

          expect(status, name).to.equal(isGranted ? SUCCESS[method] : refused);
        }
      });

      it(`responds 401 at ${method} ${path} to no token, the other kind of token and the other pool's token`, async () => {
        const target = path.replace("{petId}", "1");
        const { username, password } = running().user("admin");
        const own = await running().signIn(stack, username, password);
        const others = running().engine.stacks.filter((other) => other !== stack);
        const foreign = await Promise.all(others.map((other) => running().signIn(other, username, password)));
        const otherKind = stack.tokenUse === "access" ? own.IdToken : own.AccessToken;
        const tokens = [undefined, otherKind, ...foreign.flatMap(({ IdToken, AccessToken }) => [IdToken, AccessToken])];

        for (const token of tokens) expect(await statusOf(token, method, target)).to.equal(401);
      });
    }

    it("answers a preflight without a token", async () => {
      const { status, headers } = await running().fetch(`${running().basePath(stack)}/pets`, { method: "OPTIONS" });

      expect(status).to.equal(204);
      expect(headers.get("Access-Control-Allow-Headers")).to.include("Authorization");
    });

    it("allows a user who left a group until the token expires, but not after the next sign-in", async () => {
      const password = await running().addUser(stack, emailOf("left"), "ReadPetsAccess");
      const before = await signIn("left", password);

      await running().administer(stack, "AdminRemoveUserFromGroup", { Username: emailOf("left"), GroupName: "ReadPetsAccess" });

      expect(await statusOf(before.sent)).to.equal(200);
      expect(await statusOf((await signIn("left", password)).sent)).to.equal(refused);
    });

    for (const operation of ["AdminDisableUser", "AdminUserGlobalSignOut", "AdminDeleteUser"]) {
      it(`accepts a token after ${operation} until it expires, though Cognito accepts neither it nor the refresh token`, async () => {
        const name = operation.toLowerCase();
        const password = await running().addUser(stack, emailOf(name), "ReadPetsAccess");
        const { sent, AccessToken, RefreshToken } = await signIn(name, password);

        await running().administer(stack, operation, { Username: emailOf(name) });

        const refresh = { AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: RefreshToken } };
        expect((await running().cognito("InitiateAuth", { ClientId: clientIdOf(stack), ...refresh })).status).to.equal(400);
        expect((await running().cognito("GetUser", { AccessToken })).status).to.equal(400);
        expect(await statusOf(sent)).to.equal(200);
        running().engine.clock.advance(HOUR_MS);
        expect(await statusOf(sent)).to.equal(401);
      });
    }

    it("refuses a token after its hour, and accepts the refreshed one", async () => {
      const password = await running().addUser(stack, emailOf("patient"), "ReadPetsAccess");
      const { sent, RefreshToken } = await signIn("patient", password);

      running().engine.clock.advance(HOUR_MS - 30_000);
      expect(await statusOf(sent)).to.equal(200);
      running().engine.clock.advance(30_000 + HOUR_MS);
      expect(await statusOf(sent)).to.equal(401);

      expect(await statusOf(sentToken(stack, await running().refresh(stack, RefreshToken)))).to.equal(200);
    });

    it("has the decision in the trace, and no part of the token", async () => {
      const token = await running().tokenOf(stack, "reader");

      const trace = await running().traceOf(await running().ask(stack, { token }));

      expect(trace.status).to.equal(200);
      expect(trace.steps.map(({ kind }) => kind)).to.include.members(["route", "authorizer", "integration"]);
      expect(running().findLeaks([JSON.stringify(trace)])).to.deep.equal([]);
    });

    it("leaks nothing into the log", () => {
      expect(running().findLoggedSecrets()).to.deep.equal([]);
    });
  });
}

describe("Lambda authorizer cache at a running engine", () => {
  const running = useEngine();
  const TTL_MS = 300_000;

  it("calls the function once per token, and again after the TTL", async () => {
    const stack = running().stack(AUTHORIZER);
    const token = await running().tokenOf(stack, "reader");
    const cacheStep = async (path?: string) => {
      const reply = await running().ask(stack, { token, ...(path === undefined ? {} : { path }) });
      const { steps } = await running().traceOf(reply);
      return steps.find((step) => step.kind === "cache")?.state;
    };

    expect(await cacheStep()).to.equal("miss");
    expect(await cacheStep()).to.equal("hit");
    expect(await cacheStep("/pets/1"), "another method").to.equal("hit");
    running().engine.clock.advance(TTL_MS - 30_000);
    expect(await cacheStep(), "shortly before").to.equal("hit");
    running().engine.clock.advance(30_000);
    expect(await cacheStep(), "afterwards").to.equal("miss");
  });

  it("outlives the token, which the function then refuses by the engine's clock", async () => {
    const stack = running().stack(AUTHORIZER);
    const { clock } = running().engine;
    const token = await running().tokenOf(stack, "reader");
    const ask = () => running().ask(stack, { token });

    clock.advance(HOUR_MS - 60_000);
    expect((await ask()).status, "a minute before it expires").to.equal(200);
    clock.advance(120_000);
    expect((await ask()).status, "a minute after").to.equal(200);
    clock.advance(TTL_MS);
    const refusal = await ask();

    expect(refusal.status).to.equal(401);
    expect((await running().traceOf(refusal)).steps.map(({ kind }) => kind)).to.include.members(["cache", "function"]);
    const told = running().lines.findLast(
      (line) => line.kind === "function" && line.name === AUTHORIZER && line.record.level === "INFO",
    );
    expect(told).to.have.nested.property("record.message.reason", "expired");
    expect(told)
      .to.have.nested.property("record.timestamp")
      .that.satisfies((time: string) => Date.parse(time) > Date.now() + HOUR_MS);
  });

  it("caches denials as well, and treats the token with a Bearer prefix as another one", async () => {
    const stack = running().stack(AUTHORIZER);
    const token = await running().tokenOf(stack, "nobody");
    const cacheStep = async (sent: string) => {
      const reply = await running().ask(stack, { token: sent });
      expect(reply.status).to.equal(403);
      return (await running().traceOf(reply)).steps.find((step) => step.kind === "cache")?.state;
    };

    expect(await cacheStep(token)).to.equal("miss");
    expect(await cacheStep(token)).to.equal("hit");
    expect(await cacheStep(`Bearer ${token}`)).to.equal("miss");
  });
});
