import { expect } from "chai";
import { withServer } from "../../support/server";
import { authenticate, browserUser } from "./browser-user";
import { listenTo, TestPool } from "./support";

describe("SRP with many passwords", () => {
  it("accepts any password and salt, whatever leading zeros their numbers have", async () => {
    const pool = await TestPool.create();
    await pool.addAda();

    await withServer(listenTo(pool), async (address) => {
      for (let round = 0; round < 8; round++) {
        const Password = `Söme pässword ${round}A!`.replaceAll(" ", "-");
        await pool.asAdmin("AdminSetUserPassword", { Password, Permanent: true });
        expect(await authenticate(browserUser(pool, address), Password), `round ${round}`).to.have.property("session");
      }
    });
  });
});
