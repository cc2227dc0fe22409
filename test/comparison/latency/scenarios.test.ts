import { expect } from "chai";
import { checkBody, checkRefusal, checkTokens } from "../../../comparison/latency/load-client";
import { measureClockResolutionMs } from "../../../comparison/latency/measure";
import { createDay, DAY_PERCENT, scenarios } from "../../../comparison/latency/scenarios";

const answer = (status: number, body: unknown) => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  requestId: "",
});
const TOKENS = { AuthenticationResult: { AccessToken: "a", IdToken: "b" } };

describe("scenarios", () => {
  it("are the steps of a user's day, each in words", () => {
    expect(scenarios.map(({ id }) => id)).to.deep.equal([
      "sign-in",
      "refresh",
      "cache-hit",
      "cache-miss",
      "cache-off",
      "refused",
      "first-request",
      "day",
    ]);
    expect(
      scenarios.filter(({ authorizerCacheTtlSeconds }) => authorizerCacheTtlSeconds === 0).map(({ id }) => id),
    ).to.deep.equal(["cache-off"]);
  });
});

describe("createDay", () => {
  it("has exactly the stated mix in each hundred requests, ordered by the seed", () => {
    const day = createDay(250, 1);

    for (const hundred of [day.slice(0, 100), day.slice(100, 200)]) {
      for (const [action, percent] of Object.entries(DAY_PERCENT)) {
        expect(hundred.filter((one) => one === action)).to.have.length(percent);
      }
    }
    expect(day).to.have.length(250);
    expect(createDay(250, 1)).to.deep.equal(day);
    expect(createDay(250, 2)).not.to.deep.equal(day);
  });
});

describe("checkBody", () => {
  it("accepts the expected bytes with status 200 and quotes anything else", () => {
    expect(checkBody("x")(answer(200, "x"))).to.equal(undefined);
    expect(checkBody("x")(answer(200, "y"))).to.equal("200 y");
    expect(checkBody("x")(answer(500, "x"))).to.equal("500 x");
  });
});

describe("checkRefusal", () => {
  it("accepts either strategy's refusal, but neither a success nor a failure", () => {
    expect([401, 403].map((status) => checkRefusal(answer(status, { message: "no" })))).to.deep.equal([undefined, undefined]);
    expect(checkRefusal(answer(200, { message: "yes" }))).to.contain("200");
    expect(checkRefusal(answer(500, { message: "broken" }))).to.contain("500");
    expect(checkRefusal(answer(403, "{}"))).to.equal("403 {}");
  });
});

describe("checkTokens", () => {
  it("quotes no token of a response that lacks the other", () => {
    const half = { AuthenticationResult: { AccessToken: "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln-_" } };

    expect(checkTokens(answer(200, half))).to.equal('200 {"AuthenticationResult":{"AccessToken":"(a token)"}}');
  });

  it("requires both tokens", () => {
    expect(checkTokens(answer(200, TOKENS))).to.equal(undefined);
    expect(checkTokens(answer(400, TOKENS))).to.contain("400");
    expect(checkTokens(answer(200, { ChallengeName: "NEW_PASSWORD_REQUIRED" }))).to.contain("NEW_PASSWORD_REQUIRED");
    expect(checkTokens(answer(200, "no JSON"))).to.contain("no JSON");
  });
});

describe("measureClockResolutionMs", () => {
  it("returns the smallest step of the clock", () => {
    let reads = 0;

    expect(measureClockResolutionMs(() => Math.floor(reads++ / 3) * 0.25)).to.equal(0.25);
  });
});
