import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { assemble, byKey, type Json, poolKey, takeApart } from "./forge";
import { AUTHORIZER, useEngine } from "./running";

describe("token refused by the authorizer function", () => {
  const running = useEngine();
  let stack: Stack;
  let forge: (changes: { readonly header?: Json; readonly payload?: Json }) => string;
  let accessToken: string;
  before(async () => {
    stack = running().stack(AUTHORIZER);
    const { username, password } = running().user("admin");
    const tokens = await running().signIn(stack, username, password);
    accessToken = tokens.AccessToken;
    const real = takeApart(tokens.IdToken);
    const sign = byKey(poolKey(running(), stack).privateKey);
    forge = ({ header, payload }) => assemble({ ...real.header, ...header }, { ...real.payload, ...payload }, sign);
  });

  const refusals: readonly (readonly [reason: string, makeToken: () => string])[] = [
    ["expired", () => forge({ payload: { exp: 1_700_000_000 } })],
    ["client", () => forge({ payload: { aud: "another" } })],
    ["token_use", () => forge({ payload: { token_use: "access" } })],
    ["issuer", () => forge({ payload: { iss: "https://example.com" } })],
    ["signature", () => forge({}).replace(/[^.]{4}$/, "AAAA")],
    ["algorithm", () => forge({ header: { alg: "RS384" } })],
    ["unknown key", () => forge({ header: { kid: "another" } })],
    ["header with crit", () => forge({ header: { crit: [] } })],
    ["time out of range", () => forge({ payload: { exp: 1e18 } })],
    ["it lacks sub, cognito:username or exp", () => forge({ payload: { sub: "" } })],
    ["client", () => accessToken],
  ];
  for (const [reason, makeToken] of refusals) {
    it(`has its reason in the trace: ${reason}`, async () => {
      const token = makeToken();
      const reply = await running().ask(stack, { token });
      const { steps } = await running().traceOf(reply);

      expect(steps.find(({ kind }) => kind === "function")).to.deep.include({ outcome: "refused", loggedReason: reason });
      expect(JSON.stringify(steps)).not.to.include(token.split(".")[1]);
      expect([reply.status, JSON.parse(reply.text)], "the client learns nothing").to.deep.equal([
        401,
        { message: "Unauthorized" },
      ]);
      expect(JSON.stringify([...reply.headers])).not.to.include(reason);
    });
  }
});
