import { expect } from "chai";
import { openLoadClients, readSentTokens } from "../../../comparison/latency/load-client";
import { connectToEngine } from "../../../comparison/target/target-stack";
import { createNamedUsers } from "../../../comparison/target/test-users";
import { people } from "../../../config/people";
import { startPetsEngine } from "../../support/pets";

describe("createNamedUsers", () => {
  it("creates users who can sign in at every pool, with the permissions in their names", async () => {
    const engine = await startPetsEngine();
    try {
      const stacks = connectToEngine(engine);
      const users = await createNamedUsers(stacks, people);
      const { clients, close } = openLoadClients(stacks, users, 4);

      for (const { signIn, get, post, tokenUse, strategy } of clients) {
        const statuses: Record<string, readonly number[]> = {};
        for (const { name } of users) {
          const { token } = readSentTokens(await signIn(name), tokenUse);
          const posted = await post("/pets", token, JSON.stringify({ name: "Rex", species: "dog" }));
          statuses[name] = [(await get("/pets", token)).status, posted.status];
        }
        const refused = strategy === "access-token-scopes" ? 401 : 403;
        expect(statuses, strategy).to.deep.equal({
          reader: [200, refused],
          writer: [refused, 201],
          admin: [200, 201],
          nobody: [refused, refused],
        });
      }
      await close();
    } finally {
      await engine.stop();
    }
  });
});
