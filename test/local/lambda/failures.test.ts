import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { Clock } from "../../../local/clock";
import { createLambda, type Lambda } from "../../../local/lambda/lambda";
import type { LogRecord } from "../../../local/lambda/protocol";
import type { FunctionModel } from "../../../local/lambda/resources";

const TOKEN = "eyJraWQiOiJhIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
const KEY_SET = '{"keys":[]}';
const ADDRESS = "http://localhost:1/pool/.well-known/jwks.json";

const HANDLER = `exports.handler = ({ how }) => new Promise((resolve, reject) => {
  if (how === "throw") reject(Object.assign(new TypeError("cannot read ${TOKEN}"), { code: "NO" }));
  if (how === "text") reject("no");
  if (how === "late") { resolve("fine"); setTimeout(() => { throw new RangeError("late") }, 20); }
  if (how === "lost") Promise.reject(new Error("lost"));
  if (how === "exit") process.exit(3);
  if (how === "large") resolve("x".repeat(6 * 1024 * 1024));
  if (how === "hang") setInterval(() => undefined, 1000);
  if (how === "slow") setTimeout(resolve, 200, "fine");
  if (how === "fetch") fetch("${ADDRESS}").then((answer) => answer.text()).then(resolve);
})`;

const functionOf = (name: string, code: string): FunctionModel => ({
  name,
  arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  functionName: name,
  code,
  handlerName: "handler",
  environment: {},
  timeoutSeconds: name === "hanging" ? 0.3 : 20,
  memoryMb: 128,
  statements: [],
  permissions: [{ principal: "apigateway.amazonaws.com", sourceArn: "*" }],
});
const functions = [functionOf("f", HANDLER), functionOf("hanging", HANDLER), functionOf("broken", "throw new RangeError('top')")];

describe("failing function", () => {
  let lambda: Lambda;
  const records: LogRecord[] = [];
  before(() => {
    const readDocument = async (url: string) => (url === ADDRESS ? KEY_SET : undefined);
    lambda = createLambda({
      functions,
      clock: new Clock(),
      endpoints: {},
      readDocument,
      onLog: (_fn, record) => records.push(record),
    });
  });
  after(() => lambda.stop());
  beforeEach(() => records.splice(0));

  const call = (how: string, name = "f", waitMs = 20_000) => {
    const functionArn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
    return lambda.invoke({
      functionArn,
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api:a",
      event: { how },
      waitMs,
    });
  };
  const onlyRecord = async () => {
    while (records.length === 0) await setImmediate();
    expect(records).to.have.length(1);
    expect(records[0]?.level).to.equal("ERROR");
    return records[0]?.message;
  };

  it("logs a line with the error, its stack and its properties, and without the token in it", async () => {
    await call("throw");

    const message = await onlyRecord();
    expect(message).to.include({ errorType: "TypeError", errorMessage: "cannot read [redacted]", code: "NO" });
    expect(message).to.have.property("stackTrace").that.is.an("array");
    expect(JSON.stringify(message)).to.include("/var/task/index.js").and.not.to.include("eyJ");
  });

  it("logs a line for a thrown non-error, an unhandled rejection, and a failure after the response", async () => {
    await call("text");
    expect(await onlyRecord()).to.deep.equal({ errorType: "string", errorMessage: "no" });

    records.splice(0);
    await call("lost");
    expect(await onlyRecord()).to.include({ errorMessage: "lost" });

    records.splice(0);
    expect((await call("late")).outcome).to.equal("answer");
    expect(await onlyRecord()).to.include({ errorType: "RangeError", errorMessage: "late" });
  });

  it("logs a line for what only Lambda can tell: an exit, a timeout, a response that is too large", async () => {
    await call("exit");
    expect(await onlyRecord()).to.have.property("errorType", "Runtime.ExitError");

    records.splice(0);
    await call("large");
    expect(await onlyRecord()).to.have.property("errorType", "Function.ResponseSizeTooLarge");

    records.splice(0);
    await call("hang", "hanging");
    const message = await onlyRecord();
    expect(message).to.have.property("errorType", "Sandbox.Timedout");
    expect(message)
      .to.have.property("errorMessage")
      .that.matches(/Task timed out after 0\.30 seconds$/);
  });

  it("logs a line for code that does not load", async () => {
    await call("", "broken");

    expect(await onlyRecord()).to.include({ errorType: "RangeError", errorMessage: "top" });
  });

  it("fetches what the engine serves through a channel of its own, so that a busy port cannot delay it", async () => {
    const invocation = await call("fetch");

    expect(invocation).to.include({ outcome: "answer", payload: KEY_SET });
    expect(records).to.deep.equal([]);
  });

  it("does not fail for waiting for a process, since Lambda has no queue", async () => {
    const callSlowly = (count: number, waitMs: number) =>
      Promise.all(Array.from({ length: count }, () => call("slow", "f", waitMs)));
    await callSlowly(8, 20_000);

    const invocations = await callSlowly(48, 800);

    // Six rounds: at the start of the last one, that much patience would be used up.
    expect(Math.max(...invocations.map(({ durationMs }) => durationMs))).to.be.greaterThan(800);
    expect(new Set(invocations.map(({ outcome }) => outcome))).to.deep.equal(new Set(["answer"]));
  });
});
