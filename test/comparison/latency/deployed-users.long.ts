import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { expect } from "chai";
import { seedDeployedUsers } from "../../../comparison/latency/deployed-users";
import { openSessions, readTokens } from "../../../comparison/latency/session";
import { startPetsEngine } from "../../support/pets";

describe("seedDeployedUsers", () => {
  it("makes users who sign in at every pool, and may do there what their names say", async () => {
    const engine = await startPetsEngine();
    const cognito = new CognitoIdentityProviderClient({
      endpoint: engine.url,
      region: "us-east-1",
      credentials: { accessKeyId: "local", secretAccessKey: "local" },
    });
    try {
      const stacks = engine.stacks.map(({ strategy, tokenUse, apiUrl, pool }) => ({
        ...{ strategy, tokenUse, apiUrl, cognitoUrl: engine.url },
        clientId: pool.clients[0]?.id ?? "",
      }));
      const users = await seedDeployedUsers(
        cognito,
        engine.stacks.map(({ pool }) => pool.id),
      );
      const { sessions, close } = openSessions(stacks, users, 4);

      for (const { signIn, get, post, tokenUse, strategy } of sessions) {
        const statuses: Record<string, readonly number[]> = {};
        for (const { name } of users) {
          const { token } = readTokens(await signIn(name), tokenUse);
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
      cognito.destroy();
      await engine.stop();
    }
  });
});
