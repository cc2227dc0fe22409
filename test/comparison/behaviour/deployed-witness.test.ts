import { expect } from "chai";
import {
  createDeployedWitness,
  createWatch,
  judgeRequest,
  judgeSignIn,
  readDeciders,
} from "../../../comparison/behaviour/deployed-witness";
import type { Finding } from "../../../comparison/behaviour/report";
import { createFakeDeployment, STACK } from "../fake-deployment";
import { withFakeAws } from "../latency/fake-aws";

const PASSED = { isPassed: true, message: "there is no pet x1" };
const UNAUTHORIZED = { isPassed: false, message: "Unauthorized" };
const UNKNOWN_PATH = { isPassed: false, message: "Missing Authentication Token" };
const DENIED = { isPassed: false, message: "User is not authorized to access this resource with an explicit deny" };

describe("judgeRequest", () => {
  it("needs no evidence without a function that could decide", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(false, undefined, answer)).to.equal("API Gateway");
  });

  it("does not guess if the function may have been called", () => {
    for (const answer of [PASSED, UNAUTHORIZED]) expect(judgeRequest(true, undefined, answer)).to.equal(undefined);
  });

  it("returns the function if it was called, whatever its result", () => {
    for (const answer of [PASSED, UNAUTHORIZED, DENIED, { isPassed: false, message: null }]) {
      expect(judgeRequest(true, true, answer)).to.equal("authorizer function");
    }
  });

  it("returns the cached policy for a pass or a refusal without a call, and API Gateway for anything else", () => {
    for (const answer of [PASSED, DENIED]) expect(judgeRequest(true, false, answer)).to.equal("cached policy");
    for (const answer of [UNAUTHORIZED, UNKNOWN_PATH, { isPassed: false, message: null }])
      expect(judgeRequest(true, false, answer)).to.equal("API Gateway");
  });
});

describe("judgeSignIn", () => {
  it("returns the trigger if called, Cognito if it was not or does not exist, and undefined without evidence", () => {
    expect([judgeSignIn(true, true), judgeSignIn(true, false), judgeSignIn(false, undefined)]).to.deep.equal([
      "trigger function",
      "Cognito",
      "Cognito",
    ]);
    expect(judgeSignIn(true, undefined)).to.equal(undefined);
  });
});

describe("createWatch", () => {
  const events: { readonly logStreamName: string; readonly message: string }[] = [];
  const log = (logStreamName: string, ...messages: readonly string[]) =>
    events.push(...messages.map((message) => ({ logStreamName, message })));
  beforeEach(() => {
    events.length = 0;
  });

  it("detects a call by a new log stream, and reads the function's reason from it", async () => {
    await withFakeAws(
      () => ({ events }),
      async (clients) => {
        const watch = createWatch(createFakeDeployment(clients, "emulator"), STACK);
        const call = (stream: string) => async () =>
          log(stream, "START RequestId: 1", "{ message: 'token refused', reason: 'client c' }");

        const first = await watch("authorizer", call("one"));
        const kept = await watch("authorizer", async () => undefined);
        const second = await watch("authorizer", call("two"));

        expect(first.calls).to.deep.equal({ wasCalled: true, reasons: ["client c"] });
        expect(kept.calls).to.deep.equal({ wasCalled: false, reasons: [] });
        expect(second.calls).to.deep.equal({ wasCalled: true, reasons: ["client c"] });
      },
    );
  });

  it("needs no log if the stack has no function to call", async () => {
    await withFakeAws(
      () => ({}),
      async (clients, asked) => {
        const { answer, calls } = await createWatch(createFakeDeployment(clients, "emulator"), STACK)("trigger", async () => 42);

        expect(answer).to.equal(42);
        expect(calls).to.deep.equal({ wasCalled: false, reasons: [] });
        expect(asked).to.deep.equal([]);
      },
    );
  });

  it("detects nothing on AWS, whose logs are late", async () => {
    await withFakeAws(
      () => ({ events }),
      async (clients, asked) => {
        const { calls } = await createWatch(createFakeDeployment(clients, "aws"), STACK)("authorizer", async () =>
          log("one", "START RequestId: 1"),
        );

        expect(calls).to.equal(undefined);
        expect(asked).to.deep.equal([]);
      },
    );
  });

  it("watches one request at a time, even after a failed one", async () => {
    await withFakeAws(
      () => ({ events }),
      async (clients) => {
        const watch = createWatch(createFakeDeployment(clients, "emulator"), STACK);
        const order: string[] = [];
        const ask = (name: string) => async () => {
          order.push(`${name} begins`);
          await Promise.resolve();
          order.push(`${name} ends`);
          if (name === "a") throw new Error("lost");
        };

        const ends = await Promise.allSettled([watch("authorizer", ask("a")), watch("authorizer", ask("b"))]);

        expect(ends.map(({ status }) => status)).to.deep.equal(["rejected", "fulfilled"]);
        expect(order).to.deep.equal(["a begins", "a ends", "b begins", "b ends"]);
      },
    );
  });
});

describe("createDeployedWitness", () => {
  const answer = (status: number, text = "") => ({ status, text, headers: new Headers({ "x-amzn-requestid": "r" }) });
  const signIn = { status: 200, message: null, requestId: "r", tokens: undefined };
  const noEvents = () => ({ events: [] });
  const called = () => ({ events: [{ logStreamName: "one", message: "START RequestId: 1" }] });

  it("derives the decider from the authorizer's log, and treats any answer that no guard gives as a pass", async () => {
    await withFakeAws(called, async (clients) => {
      const witness = createDeployedWitness(createFakeDeployment(clients, "emulator"), STACK);
      const watched = [];
      for (const status of [404, 401]) watched.push((await witness.watchRequest(async () => answer(status))).evidence);

      const reason = "by the log of the function that decides";
      expect(watched).to.deep.equal([
        { isPassed: true, decidedBy: "authorizer function", reason },
        // The stream is known from the previous request.
        { isPassed: false, decidedBy: "API Gateway", reason },
      ]);
    });
  });

  it("knows without a log that Cognito decides on a sign-in if the stack has no trigger", async () => {
    await withFakeAws(noEvents, async (clients) => {
      const witness = createDeployedWitness(createFakeDeployment(clients, "emulator"), STACK);

      const { answer: answered, evidence } = await witness.watchSignIn(async () => signIn);

      expect(answered).to.equal(signIn);
      expect(evidence).to.deep.equal({ decidedBy: "Cognito", reason: "no function decides here" });
    });
  });

  it("keeps the request id on AWS, for the access log to be read later", async () => {
    await withFakeAws(noEvents, async (clients) => {
      const witness = createDeployedWitness(createFakeDeployment(clients, "aws"), STACK);

      const { evidence } = await witness.watchRequest(async () => answer(200));

      expect(evidence).to.deep.equal({ isPassed: true, reason: "the function's log did not show it in time", requestId: "r" });
    });
  });
});

const line = (requestId: string, authorizerLatencyMs: string) => ({
  message: JSON.stringify({ requestId, authorizerLatencyMs, integrationLatencyMs: "-", responseLatencyMs: "3" }),
});
const finding = (requestId: string, more: Partial<Finding> = {}): Finding => ({
  status: 200,
  isPassed: true,
  message: null,
  reason: "not known",
  requestId,
  ...more,
});
const options = { startedAtMs: 0, signal: new AbortController().signal };

describe("readDeciders", () => {
  it("derives from the log line whether the authorizer was called, and from the response what decided without it", async () => {
    await withFakeAws(
      () => ({ events: [line("called", "12"), line("kept", "-"), line("refused", "-"), line("somebody else's", "9")] }),
      async (clients) => {
        const findings = [finding("called"), finding("kept"), finding("refused", { status: 401, isPassed: false })];

        const told = await readDeciders(createFakeDeployment(clients, "aws"), { ...options, findings });

        expect(told.map(({ decidedBy }) => decidedBy)).to.deep.equal(["authorizer function", "cached policy", "API Gateway"]);
      },
    );
  });

  it("reads no log if every decider is known, or on an emulator", async () => {
    await withFakeAws(
      () => ({ events: [] }),
      async (clients, asked) => {
        const known = [finding("a", { decidedBy: "API Gateway" })];

        expect(await readDeciders(createFakeDeployment(clients, "aws"), { ...options, findings: known })).to.equal(known);
        const unknown = [finding("a")];
        expect(await readDeciders(createFakeDeployment(clients, "emulator"), { ...options, findings: unknown })).to.equal(
          unknown,
        );
        expect(asked).to.deep.equal([]);
      },
    );
  });
});
