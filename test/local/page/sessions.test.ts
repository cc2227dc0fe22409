import { expect } from "chai";
import type { EngineState } from "../../../local/page/contract";
import { letTokensExpire } from "../../../local/page/sessions";
import { initialState, Store, sessionKey } from "../../../local/page/state";

const LAST_SECOND = 8.64e12;
const user = { name: "nobody", username: "nobody@example.com", password: "x", groups: [] };
const stack = {
  strategy: "some-strategy",
  tokenUse: "access",
  apiUrl: "",
  userPoolId: "",
  userPoolClientId: "client",
  requiredAttributes: [],
  routes: [],
  attributeClaims: [],
  parameters: [],
  tables: [],
} as const;
const engine: EngineState = { runId: "1", stacks: [stack], users: [user], codes: [], clockAheadMs: 0 };

describe("letTokensExpire", () => {
  it("refuses to move the clock beyond the range of dates, and says so", async () => {
    const token = `e30.${btoa(JSON.stringify({ exp: LAST_SECOND }))}.x`;
    const store = new Store(initialState(engine), () => undefined);
    store.set({ sessions: new Map([[sessionKey(stack, user.username), { accessToken: token, idToken: token }]]) });

    const error = await letTokensExpire(store, user).catch((reason: unknown) => reason);

    expect(String(error)).to.match(/past \+275760-09-13T00:00:00.000Z.*Nothing was sent\. Start the engine again/);
    expect(store.state.engine.clockAheadMs).to.equal(0);
  });
});

describe("Store.learn", () => {
  const learned = (runId: string) => {
    const store = new Store(initialState(engine), () => undefined);
    store.set({ sessions: new Map([["key", { accessToken: "a", idToken: "i" }]]), newUsers: [user] });
    store.learn({ ...engine, runId });
    const { hasRestarted, sessions, newUsers } = store.state;
    return [hasRestarted, sessions.size, newUsers.length];
  };

  it("forgets the actions at an engine that has been restarted, and keeps those at the same one", () => {
    expect([learned("1"), learned("2")]).to.deep.equal([
      [false, 1, 1],
      [true, 0, 0],
    ]);
  });
});
