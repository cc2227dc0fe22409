import { expect } from "chai";
import type { Stack } from "../../../local/stack";
import { AUTHORIZER, clientIdOf, RunningEngine, SCOPES } from "./running";

describe("engine that alters its stacks", () => {
  /** Makes every function throw that no route leads to. */
  const breakDeciders = (stack: Stack): Stack => {
    const behind = stack.api.methods.map(({ integration }) => ("functionArn" in integration ? integration.functionArn : ""));
    const code = `exports.handler = async () => { throw new Error("altered"); };`;
    return { ...stack, functions: stack.functions.map((fn) => (behind.includes(fn.arn) ? fn : { ...fn, code })) };
  };
  let running: RunningEngine;
  const altered: Stack[] = [];
  before(async () => {
    running = await RunningEngine.start({
      alter: (stack) => {
        altered.push(stack);
        return breakDeciders(stack);
      },
    });
  });
  after(() => running.stop());

  it("passes each recorded stack once, and exposes the altered ones", () => {
    expect(altered.map(({ strategy }) => strategy)).to.deep.equal(running.engine.stacks.map(({ strategy }) => strategy));
    expect(running.engine.stacks).to.deep.equal(altered.map(breakDeciders));
    expect(running.engine.stacks).not.to.deep.equal(altered);
  });

  it("serves the altered stacks: a trigger and an authorizer with other code", async () => {
    const { username, password } = running.user("reader");
    const signIn = await running.cognito("InitiateAuth", {
      ClientId: clientIdOf(running.stack(SCOPES)),
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: username, PASSWORD: password },
    });
    const stack = running.stack(AUTHORIZER);
    const request = await running.ask(stack, { token: await running.tokenOf(stack, "reader") });

    expect(signIn.text).to.include("PreTokenGeneration failed with error altered.");
    expect(request.status).to.equal(500);
  });
});
