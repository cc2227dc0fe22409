import { expect } from "chai";
import { z } from "zod";
import program from "../../../index";
import { parseStartArguments } from "../../../local/arguments";
import { AUTHORIZER, clientIdOf, RunningEngine, SCOPES } from "./running";

const ORIGIN = "http://localhost:5173";
const OPTIONS = [
  `corsOrigins=["${ORIGIN}"]`,
  "authorizerCacheTtlSeconds=1234",
  "accessTokenValidityMinutes=10",
  "idTokenValidityMinutes=20",
  "throttleRatePerSecond=1",
  "throttleBurst=8",
];

describe("engine with settings from the command line", () => {
  let running: RunningEngine;
  before(async () => {
    const args = OPTIONS.flatMap((option) => ["--config", option]);
    running = await RunningEngine.start({ config: parseStartArguments(args, program)?.config ?? {} });
  });
  after(() => running.stop());

  it("lets a front end on another port call the API", async () => {
    for (const strategy of [SCOPES, AUTHORIZER]) {
      const stack = running.stack(strategy);
      const headers = { Origin: ORIGIN, "Access-Control-Request-Method": "GET" };
      const preflight = await running.fetch(`${running.basePath(stack)}/pets`, { method: "OPTIONS", headers });
      const refusal = await running.fetch(`${running.basePath(stack)}/pets`, { headers });

      for (const { headers: answered } of [preflight, refusal])
        expect(answered.get("Access-Control-Allow-Origin"), strategy).to.equal(ORIGIN);
    }
  });

  it("caches policies for the configured time", async () => {
    const stack = running.stack(AUTHORIZER);
    const token = await running.tokenOf(stack, "reader");

    await running.ask(stack, { token });
    const { steps } = await running.traceOf(await running.ask(stack, { token }));

    const step = steps.find(({ kind }) => kind === "cache");
    expect(step).to.include({ state: "hit" });
    expect(step).to.have.property("secondsLeft").that.is.within(1200, 1239);
  });

  it("issues tokens with the configured lifetime", async () => {
    const stack = running.stack(SCOPES);
    const { username, password } = running.user("reader");
    const { text } = await running.cognito("InitiateAuth", {
      ClientId: clientIdOf(stack),
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const schema = z.object({ AuthenticationResult: z.object({ ExpiresIn: z.number(), IdToken: z.string() }) });
    const { ExpiresIn, IdToken } = schema.parse(JSON.parse(text)).AuthenticationResult;
    const { exp, iat } = z
      .object({ exp: z.number(), iat: z.number() })
      .parse(JSON.parse(Buffer.from(IdToken.split(".")[1] ?? "", "base64url").toString()));

    expect([ExpiresIn, exp - iat]).to.deep.equal([600, 1200]);
  });

  it("throttles at the configured rate", async () => {
    const stack = running.stack(SCOPES);
    const token = await running.tokenOf(stack, "reader");

    const replies = await Promise.all(Array.from({ length: 30 }, () => running.ask(stack, { token })));

    expect(replies.map(({ status }) => status)).to.include(429);
  });
});
