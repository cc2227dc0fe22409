import { expect } from "chai";
import { runHandler, TestPool, tokensOf } from "./support";

describe("SavedPools", () => {
  it("fails a request that cannot be saved as an engine fault, and rolls it back", async () => {
    const pool = await TestPool.create();
    const create = (name: string) => pool.asAdmin("AdminCreateUser", { Username: `${name}@example.com` });
    pool.isDiskFull = true;

    const { status, body, trace } = await create("a");

    expect([status, body.__type]).to.deep.equal([500, "InternalErrorException"]);
    expect(JSON.stringify(body)).not.to.include("space");
    expect(trace.steps.at(-1)).to.include({ kind: "internal error", error: "Error: no space left", outcome: "failed" });
    pool.isDiskFull = false;
    expect((await create("b")).status).to.equal(200);
    expect(pool.saves.at(-1)).to.have.property("users").with.lengthOf(1);
    expect((await create("a")).status, "not there twice").to.equal(200);
  });

  it("rolls back to the users, sign-ins and keys as last saved", async () => {
    const pool = await TestPool.create();
    await pool.addAda();
    const { RefreshToken } = tokensOf(await pool.signIn());
    const lastSaved = pool.saves.at(-1);
    const keySet = () => pool.cognito.document(`/${pool.model.id}/.well-known/jwks.json`);
    const published = await keySet();
    pool.isDiskFull = true;

    for (const act of [
      () => pool.asAdmin("AdminSetUserPassword", { Password: "Other-Horse-2", Permanent: true }),
      () => pool.asAdmin("AdminDisableUser"),
      () => pool.asAdmin("AdminUserGlobalSignOut"),
      () => pool.asAdmin("AdminDeleteUser"),
      () => pool.signIn(),
    ])
      expect((await act()).status, String(act)).to.equal(500);
    expect(await pool.cognito.rotateKeys().catch(String)).to.equal("Error: no space left");
    pool.isDiskFull = false;

    expect(await keySet()).to.equal(published);
    expect((await pool.refresh(RefreshToken)).status).to.equal(200);
    expect((await pool.signIn()).status).to.equal(200);
    expect(pool.saves.at(-1)).to.have.deep.property("users", JSON.parse(JSON.stringify(lastSaved)).users);
  });

  it("fails a request that was in flight when another's change was rolled back", async () => {
    const release: (() => void)[] = [];
    const pool = await TestPool.create({
      invoke: async (request) => {
        await new Promise<void>((resolve) => release.push(resolve));
        return runHandler(request);
      },
    });
    await pool.addAda();
    const signIn = pool.signIn();
    while (release.length === 0) await new Promise((resolve) => setImmediate(resolve));
    pool.isDiskFull = true;
    expect((await pool.asAdmin("AdminDisableUser")).status).to.equal(500);
    pool.isDiskFull = false;
    for (const resolve of release) resolve();

    expect((await signIn).status).to.equal(500);
    const next = pool.signIn();
    while (release.length === 1) await new Promise((resolve) => setImmediate(resolve));
    for (const resolve of release) resolve();
    expect((await next).status).to.equal(200);
  });
});
