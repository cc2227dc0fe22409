import { expect } from "chai";
import { claimsOf } from "../../../comparison/target/forged-tokens";
import { connectToEngine, expectTokens, requestOf, type TargetStack } from "../../../comparison/target/target-stack";
import { inventUser, type TestUser } from "../../../comparison/target/test-users";
import { accessControl } from "../../../config/access-control";
import type { Route } from "../../../config/access-rules";
import { useEngine } from "../../local/engine/running";

const [LIST] = accessControl.routes;

describe("TargetStack", () => {
  const running = useEngine();
  let stacks: readonly TargetStack[];
  before(() => {
    stacks = connectToEngine(running().engine);
  });
  /** Does the same on the stack of each strategy, with its own user. */
  const onEach = async (groups: readonly string[], act: (stack: TargetStack, user: TestUser) => Promise<void>) => {
    expect(stacks).not.to.deep.equal([]);
    for (const stack of stacks) {
      const user = inventUser(groups);
      running().keepSecret(user.password);
      await stack.createUser(user);
      await act(stack, user);
    }
  };

  it("signs in a new user, whose token of the strategy's kind grants what the groups grant", async () => {
    await onEach(["ReadPetsAccess"], async (stack, user) => {
      const tokens = expectTokens(await stack.signIn(user));

      const { status, text, headers } = await stack.ask("/pets", { headers: { Authorization: tokens[stack.tokenUse] } });

      expect(status).to.equal(200);
      expect(JSON.parse(text)).to.have.property("pets");
      expect(headers.get("x-amzn-requestid")).to.match(/^[0-9a-f-]{36}$/);
      expect([claimsOf(tokens.access).token_use, claimsOf(tokens.id).token_use]).to.deep.equal(["access", "id"]);
    });
  });

  it("changes a user's groups, which a refresh shows", async () => {
    await onEach(["ReadPetsAccess"], async (stack, user) => {
      const { refresh } = expectTokens(await stack.signIn(user));

      await stack.removeFromGroup(user, "ReadPetsAccess");
      await stack.addToGroup(user, "WritePetsAccess");

      const refreshed = expectTokens(await stack.refresh(refresh));
      expect(claimsOf(refreshed.id)["cognito:groups"]).to.deep.equal(["WritePetsAccess"]);
      expect(refreshed.refresh).to.equal("");
    });
  });

  it("returns Cognito's reason for a refusal, with the request id", async () => {
    const ends: readonly ((stack: TargetStack, user: TestUser, refresh: string) => Promise<void>)[] = [
      (stack, user) => stack.disable(user),
      (stack, user) => stack.signOutEverywhere(user),
      (stack, _user, refresh) => stack.revoke(refresh),
    ];
    for (const end of ends) {
      await onEach([], async (stack, user) => {
        const { refresh } = expectTokens(await stack.signIn(user));

        await end(stack, user, refresh);

        const refused = await stack.refresh(refresh);
        expect(refused).to.include({ status: 400, message: "Refresh Token has been revoked", tokens: undefined });
        expect(refused.requestId).to.match(/^[0-9a-f-]{36}$/);
        expect(() => expectTokens(refused)).to.throw("expected tokens, got 400 Refresh Token has been revoked");
      });
    }
  });

  it("signs in through the named app client, if the pool has it", async () => {
    await onEach([], async (stack, user) => {
      const { status, message } = await stack.signIn(user, "unknown");

      expect([status, message]).to.deep.equal([400, "User pool client unknown does not exist."]);
    });
  });
});

describe("requestOf", () => {
  it("has a body that the route's model accepts, and an id for its parameter", () => {
    const post = accessControl.routes.find(({ method }) => method === "POST");
    const remove: Route = { method: "DELETE", path: "/pets/{petId}", permission: "WritePetsAccess" };

    expect(LIST && requestOf(LIST, {})).to.deep.equal({ path: "/pets", request: { method: "GET", headers: {} } });
    expect(requestOf(remove, { authorization: "token", id: "7" })).to.deep.equal({
      path: "/pets/7",
      request: { method: "DELETE", headers: { Authorization: "token" } },
    });
    const posted = post && requestOf(post, {}).request;
    expect(posted?.headers).to.deep.equal({ "Content-Type": "application/json" });
    expect(JSON.parse(posted?.body ?? "")).to.include.all.keys("name", "species");
  });
});
