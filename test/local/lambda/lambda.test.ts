import { setImmediate } from "node:timers/promises";
import { expect } from "chai";
import { z } from "zod";
import { Clock } from "../../../local/clock";
import type { Invocation } from "../../../local/lambda/invocation";
import { createLambda, type LambdaOptions } from "../../../local/lambda/lambda";
import type { LogRecord } from "../../../local/lambda/protocol";
import type { FunctionModel } from "../../../local/lambda/resources";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:f-1";
const CALLER = {
  principal: "apigateway.amazonaws.com",
  sourceArn: "arn:aws:execute-api:us-east-1:123456789012:api/live/GET/pets",
};

const functionOf = (code: string, rest: Partial<FunctionModel> = {}): FunctionModel => ({
  name: "f",
  arn: ARN,
  functionName: "f-1",
  code,
  handlerName: "handler",
  environment: {},
  timeoutSeconds: 20,
  memoryMb: 128,
  statements: [],
  permissions: [{ principal: CALLER.principal, sourceArn: "arn:aws:execute-api:us-east-1:123456789012:api/live/GET/*" }],
  ...rest,
});

/** Runs `use` with a Lambda of one function and a way to call it. */
async function withFunction(
  fn: FunctionModel,
  use: (call: (event?: unknown, caller?: Partial<typeof CALLER>, waitMs?: number) => Promise<Invocation>) => Promise<void>,
  options: Partial<LambdaOptions> = {},
): Promise<void> {
  const lambda = createLambda({ functions: [fn], clock: new Clock(), endpoints: {}, ...options });
  try {
    await use((event = {}, caller = {}, waitMs = 20_000) =>
      lambda.invoke({ functionArn: ARN, ...CALLER, ...caller, event, waitMs }),
    );
  } finally {
    await lambda.stop();
  }
}

const payloadOf = (invocation: Invocation) => {
  if (invocation.outcome !== "answer") throw new Error(JSON.stringify(invocation));
  return invocation.payload;
};
const errorOf = (invocation: Invocation) => {
  if (invocation.outcome !== "function error") throw new Error(JSON.stringify(invocation));
  return `${invocation.errorType}: ${invocation.errorMessage}`;
};

describe("Lambda function", () => {
  it("is loaded once and keeps its state, with a cold start on the first call only", async () => {
    await withFunction(functionOf("let n = 0; exports.handler = async (event) => ({ n: ++n, event })"), async (call) => {
      const first = await call({ a: 1 });
      const second = await call({ a: 2 });

      expect(payloadOf(first)).to.deep.equal({ n: 1, event: { a: 1 } });
      expect(payloadOf(second)).to.deep.equal({ n: 2, event: { a: 2 } });
      expect(first.coldStartMs).to.be.greaterThan(0);
      expect(second.coldStartMs).to.equal(undefined);
    });
  });

  it("returns its result as JSON, and null for nothing", async () => {
    await withFunction(
      functionOf("exports.handler = async ({ what }) => what === 'nothing' ? undefined : new Date(0)"),
      async (call) => {
        expect(payloadOf(await call({ what: "nothing" }))).to.equal(null);
        expect(payloadOf(await call({ what: "date" }))).to.equal("1970-01-01T00:00:00.000Z");
      },
    );
  });

  it("runs one call at a time per process, and concurrent ones in further processes", async () => {
    const code = `let running = 0; let most = 0;
      exports.handler = async () => { running++; most = Math.max(most, running); await new Promise((r) => setTimeout(r, 50)); running--; return { pid: process.pid, most } }`;
    await withFunction(functionOf(code), async (call) => {
      const calls = await Promise.all(Array.from({ length: 20 }, () => call()));
      const answers = calls.map((invocation) => z.object({ pid: z.number(), most: z.number() }).parse(payloadOf(invocation)));

      expect(answers.every(({ most }) => most === 1)).to.equal(true);
      expect(new Set(answers.map(({ pid }) => pid)).size)
        .to.be.greaterThan(1)
        .and.at.most(8);
    });
  });

  it("has the environment of its resource and of Lambda, and nothing of the engine's", async () => {
    process.env.AWS_SESSION_TOKEN = "mine";
    const fn = functionOf("exports.handler = async () => process.env", { environment: { TABLE_NAME: "pets-1" } });
    await withFunction(
      fn,
      async (call) => {
        const environment = payloadOf(await call());
        expect(environment).to.include({
          TABLE_NAME: "pets-1",
          AWS_REGION: "us-east-1",
          AWS_ENDPOINT_URL_DYNAMODB: "http://x",
          AWS_LAMBDA_FUNCTION_NAME: "f-1",
          TZ: "UTC",
        });
        expect(environment).not.to.have.any.keys("AWS_SESSION_TOKEN", "HOME", "PATH");
      },
      { endpoints: { AWS_ENDPOINT_URL_DYNAMODB: "http://x" } },
    ).finally(() => {
      delete process.env.AWS_SESSION_TOKEN;
    });
  });

  it("gets its name, its ARN, the request id and the remaining time", async () => {
    const code = "exports.handler = async (_event, context) => ({ ...context, remaining: context.getRemainingTimeInMillis() })";
    await withFunction(functionOf(code), async (call) => {
      const context = payloadOf(await call());
      expect(context).to.include({ functionName: "f-1", invokedFunctionArn: ARN, memoryLimitInMB: "128" });
      expect(context)
        .to.have.property("awsRequestId")
        .that.matches(/^[0-9a-f-]{36}$/);
      expect(context).to.have.property("remaining").that.is.within(1, 20_000);
    });
  });

  it("uses the engine's clock, even if it moves while the process is idle", async () => {
    const clock = new Clock();
    const code =
      "exports.handler = async () => [Date.now(), new Date().getTime(), Date.parse(Date()), new Date(5).getTime(), new Date() instanceof Date]";
    await withFunction(
      functionOf(code),
      async (call) => {
        await call();
        clock.advance(3_600_000);
        const [now, made, printed, given, isDate] = z.array(z.unknown()).parse(payloadOf(await call()));
        for (const time of [now, made, printed]) expect(time).to.be.within(clock.now() - 5000, clock.now());
        expect(given).to.equal(5);
        expect(isDate).to.equal(true);
      },
      { clock },
    );
  });

  it("reports thrown errors with Lambda's names, and keeps running", async () => {
    const code = `exports.handler = async ({ how }) => { if (how === "text") throw "no"; if (how === "circle") { const a = {}; a.a = a; return a; } if (how) throw new TypeError(how); return process.pid }`;
    await withFunction(functionOf(code), async (call) => {
      const pid = payloadOf(await call());

      expect(errorOf(await call({ how: "Unauthorized" }))).to.equal("TypeError: Unauthorized");
      expect(errorOf(await call({ how: "text" }))).to.equal("string: no");
      expect(errorOf(await call({ how: "circle" }))).to.include("circular");
      expect(payloadOf(await call())).to.equal(pid);
    });
  });

  it("that throws reports its last log line for this event, and not for the next one", async () => {
    const code = `exports.handler = async ({ log }) => { if (log) { console.info("first"); console.info({ reason: "late" }); } throw new Error("no"); }`;
    await withFunction(functionOf(code), async (call) => {
      const outcomes = [await call({ log: true }), await call({})];

      const lastLogged = outcomes.map((outcome) => (outcome.outcome === "function error" ? outcome.lastLogged : outcome));
      expect(lastLogged).to.deep.equal([{ reason: "late" }, undefined]);
    });
  });

  it("that exits, crashes or leaves a promise pending fails for that call only", async () => {
    const code = `exports.handler = ({ how }) => new Promise((resolve) => {
      if (how === "exit") process.exit(3);
      if (how === "throw") setImmediate(() => { throw new Error("late") });
      if (how === "reject") Promise.reject(new Error("lost"));
      if (how === "kill") process.kill(process.pid, "SIGKILL");
      if (!how) resolve("fine");
    })`;
    await withFunction(functionOf(code), async (call) => {
      expect(errorOf(await call({ how: "exit" }))).to.match(
        /^Runtime\.ExitError: RequestId: .* Runtime exited with error: exit status 3$/,
      );
      expect(payloadOf(await call())).to.equal("fine");
      expect(errorOf(await call({ how: "throw" }))).to.equal("Error: late");
      expect(errorOf(await call({ how: "reject" }))).to.equal("Runtime.UnhandledPromiseRejection: lost");
      expect(errorOf(await call({ how: "kill" }))).to.include("signal: SIGKILL");
      expect(payloadOf(await call())).to.equal("fine");
    });
  });

  it("that hangs, even in a loop, ends at its timeout, and the next call has a new process", async () => {
    const code =
      "exports.handler = async ({ how }) => { if (how === 'loop') for (;;); if (how === 'wait') return new Promise(() => setInterval(() => {}, 1000)); return 'fine' }";
    await withFunction(functionOf(code, { timeoutSeconds: 0.3 }), async (call) => {
      await call();

      expect(errorOf(await call({ how: "loop" }))).to.match(
        /^Sandbox\.Timedout: RequestId: .* Task timed out after 0\.30 seconds$/,
      );
      expect(errorOf(await call({ how: "wait" }))).to.include("timed out");
      expect(payloadOf(await call())).to.equal("fine");
    });
  });

  it("releases a caller that times out, and finishes by itself", async () => {
    const code = 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 100)); console.info("finished") }';
    let finish: (record: LogRecord) => void = () => undefined;
    const finished = new Promise<LogRecord>((resolve) => {
      finish = resolve;
    });
    await withFunction(
      functionOf(code),
      async (call) => {
        expect((await call({}, {}, 1)).outcome).to.equal("caller timeout");
        expect((await finished).message).to.equal("finished");
      },
      { onLog: (_fn, record) => finish(record) },
    );
  });

  it("without loadable code or such a handler fails on every call", async () => {
    await withFunction(functionOf("throw new RangeError('at the top')"), async (call) => {
      expect(errorOf(await call())).to.equal("RangeError: at the top");
      expect(errorOf(await call())).to.equal("RangeError: at the top");
    });
    await withFunction(functionOf("exports.other = 1"), async (call) => {
      expect(errorOf(await call())).to.equal("Runtime.HandlerNotFound: handler is undefined or not exported");
    });
    await withFunction(functionOf("this is no code"), async (call) => {
      expect(errorOf(await call())).to.match(/^SyntaxError/);
    });
  });

  it("may not return more than 6 MB", async () => {
    await withFunction(functionOf("exports.handler = async () => 'x'.repeat(6 * 1024 * 1024)"), async (call) => {
      expect(errorOf(await call())).to.match(/^Function\.ResponseSizeTooLarge/);
    });
  });

  it("cannot be called without a permission", async () => {
    await withFunction(functionOf("exports.handler = async () => 'called'"), async (call) => {
      expect((await call({}, { principal: "cognito-idp.amazonaws.com" })).outcome).to.equal("access denied");
      expect((await call({}, { sourceArn: CALLER.sourceArn.replace("GET", "POST") })).outcome).to.equal("access denied");
      expect((await call({}, { sourceArn: CALLER.sourceArn.replace(":api/", ":other/") })).outcome).to.equal("access denied");
      expect(payloadOf(await call())).to.equal("called");
    });
  });

  it("has its log collected as JSON with level, time and request id", async () => {
    const records: LogRecord[] = [];
    const code = `exports.handler = async (_event, { awsRequestId }) => {
      console.info({ message: "pet added", petId: "7" }); console.error("failed %s", 3, new Error("why")); console.warn({ error: new Error("inside") }); process.stdout.write("plain\\n"); return awsRequestId }`;
    await withFunction(
      functionOf(code),
      async (call) => {
        const requestId = payloadOf(await call());
        while (records.length < 4) await setImmediate();

        expect(records.map(({ level }) => level)).to.have.members(["INFO", "ERROR", "WARN", "INFO"]);
        expect(records[0]).to.deep.include({ level: "INFO", requestId, message: { message: "pet added", petId: "7" } });
        expect(records[1]?.message).to.include("failed 3 Error: why");
        expect(JSON.stringify(records[2]?.message)).to.include('"errorMessage":"inside"');
        expect(records.map(({ message }) => message)).to.include("plain");
      },
      { onLog: (_fn, record) => records.push(record) },
    );
  });
});

describe("createLambda", () => {
  it("does not find a function that was not recorded", async () => {
    const lambda = createLambda({ functions: [], clock: new Clock(), endpoints: {} });

    expect((await lambda.invoke({ functionArn: ARN, ...CALLER, event: {}, waitMs: 1000 })).outcome).to.equal("access denied");
  });

  it("fails the calls in flight, and every later one, once stopped", async () => {
    const lambda = createLambda({
      functions: [functionOf("exports.handler = () => new Promise(() => setInterval(() => {}, 1000))")],
      clock: new Clock(),
      endpoints: {},
    });
    const call = () => lambda.invoke({ functionArn: ARN, ...CALLER, event: {}, waitMs: 20_000 });
    const underWay = call();

    await lambda.stop();

    expect((await underWay).outcome).to.equal("function error");
    expect((await call()).outcome).to.equal("function error");
  });
});
