import { expect } from "chai";
import { createClients } from "../../../comparison/deployed/clients";
import type { Configuration } from "../../../comparison/deployed/configuration";
import type { Deployment } from "../../../comparison/deployed/deployment";
import { createDeployedLatencyTarget, describeFirstCall } from "../../../comparison/latency/deployed-target";
import { addressOf } from "../../../comparison/target/stack-address";
import type { Engine } from "../../../local/engine";
import { pets, startPetsEngine } from "../../support/pets";
import { type AwsRequest, withFakeAws } from "./fake-aws";

const CALL = { requestId: "a", durationMs: 300, billedDurationMs: 301 };

describe("describeFirstCall", () => {
  it("uses the start's duration from the log", () => {
    const cold = { ...CALL, initDurationMs: 120 };

    for (const isInitTold of [true, false]) {
      expect(describeFirstCall("pets function", cold, isInitTold)).to.deep.equal({ what: "pets function", coldStartMs: 120 });
    }
  });

  it("does not take a warm call for a cold one if there is a log", () => {
    expect(describeFirstCall("pets function", CALL, true)).to.equal(undefined);
  });

  it("uses the whole first call without a log, and calls it that", () => {
    expect(describeFirstCall("pets function", CALL, false)).to.deep.equal({
      what: "pets function, whole first call",
      coldStartMs: 300,
    });
  });
});

const QUICK = { pauseMs: 1, limitMs: 20 };
const NEVER = new AbortController().signal;
const STRATEGY = "id-token-lambda-authorizer";

const reportOf = (durationMs: number, initDurationMs?: number) =>
  JSON.stringify({
    type: "platform.report",
    record: {
      requestId: "a",
      status: "success",
      metrics: {
        durationMs,
        billedDurationMs: Math.ceil(durationMs),
        ...(initDurationMs === undefined ? {} : { initDurationMs }),
      },
    },
  });
const accessOf = (requestId: string) =>
  JSON.stringify({ requestId, responseLatencyMs: "40", authorizerLatencyMs: "11", integrationLatencyMs: "22" });

/** By log group: the constant content, or the content at each read. */
type Messages = Readonly<Record<string, readonly string[] | (() => readonly string[])>>;

let engine: Engine;

/** The engine serves the API and the pool; a fake AWS server provides Lambda, its logs and API Gateway's. */
async function withTarget(
  target: Deployment["target"],
  messages: Messages,
  use: (
    latencyTarget: Awaited<ReturnType<typeof createDeployedLatencyTarget>>,
    asked: readonly AwsRequest[],
    changes: Configuration[],
  ) => Promise<void>,
): Promise<void> {
  const answer = ({ operation, body }: AwsRequest) => {
    if (operation.endsWith("FilterLogEvents")) {
      const group = typeof body === "object" && body !== null && "logGroupName" in body ? String(body.logGroupName) : "";
      const found = messages[group] ?? [];
      return { events: (typeof found === "function" ? found() : found).map((message) => ({ message, timestamp: 1 })) };
    }
    if (operation.endsWith("account-settings")) return { AccountLimit: { ConcurrentExecutions: 1000 } };
    return { Configuration: { LastUpdateStatus: "Successful" } };
  };
  await withFakeAws(answer, async (clients, asked) => {
    const changes: Configuration[] = [];
    const deployment = describeDeployment(engine, target, clients, changes);
    await use(await createDeployedLatencyTarget(deployment, pets, NEVER, QUICK), asked, changes);
  });
}

function describeDeployment(
  engine: Engine,
  target: Deployment["target"],
  clients: Deployment["clients"],
  changes: Configuration[],
): Deployment {
  return {
    target,
    region: "eu-west-1",
    clients: { ...clients, cognito: createClients("us-east-1", engine.url).cognito },
    stacks: engine.stacks.map((stack) => ({
      ...addressOf(engine.url, stack),
      apiId: "abc",
      functions: (["authorizer", "pets"] as const).map((role) => ({ name: role, arn: role, logGroup: `of ${role}`, role })),
      accessLogGroup: "of access",
    })),
    configure: async (change) => {
      changes.push(change);
    },
    destroy: async () => [],
  };
}

describe("createDeployedLatencyTarget", () => {
  before(async () => {
    engine = await startPetsEngine({ strategies: [STRATEGY] });
  });
  after(() => engine.stop());

  const open = (latencyTarget: Awaited<ReturnType<typeof createDeployedLatencyTarget>>) =>
    latencyTarget.open({ authorizerCacheTtlSeconds: 60, connections: 2, signal: NEVER });

  it("names the source of these times", async function () {
    this.timeout(30_000);
    await withTarget("aws", {}, async (latencyTarget) => {
      expect(latencyTarget.timingSource).to.equal("measured on AWS in eu-west-1");
      expect(latencyTarget.quotas.map(({ perSecond }) => perSecond)).to.deep.equal([120, 10, 1000]);
    });
    await withTarget("emulator", {}, async (latencyTarget) => {
      expect(latencyTarget.timingSource).to.contain("emulator").and.contain("simulated");
      expect(latencyTarget.quotas).to.deep.equal([]);
    });
  });

  it("sets the cache, lets tokens live for a run, lets the functions report, and connects", async function () {
    this.timeout(30_000);
    await withTarget("aws", {}, async (latencyTarget, asked, changes) => {
      const before = asked.length;
      const { clients, close } = await open(latencyTarget);

      const [client] = clients;
      const signedIn = await client?.signIn("reader");
      await close();

      expect(changes).to.deep.equal([
        { authorizerCacheTtlSeconds: "60", accessTokenValidityMinutes: "60", idTokenValidityMinutes: "60" },
      ]);
      const updates = asked.slice(before).filter(({ operation }) => operation.startsWith("PUT"));
      expect(updates).to.have.length(2);
      expect(JSON.stringify(updates)).to.contain('"SystemLogLevel":"INFO"');
      expect(signedIn?.status).to.equal(200);
    });
  });

  it("returns warm calls from the functions' logs, and API Gateway's times of the measured requests from its own", async function () {
    this.timeout(30_000);
    const messages = {
      "of authorizer": [reportOf(80, 200), reportOf(5), reportOf(7), "START RequestId: a Version: $LATEST"],
      "of pets": [reportOf(9)],
      "of access": [accessOf("known"), accessOf("of the warm-up")],
    };
    await withTarget("aws", messages, async (latencyTarget) => {
      const { readServerTimes, close } = await open(latencyTarget);
      const requests = ["known", "lost"].map((requestId) => ({ strategy: STRATEGY, scenario: "cache-hit", requestId }));

      const { functionCalls, gatewayTimes } = await readServerTimes({ startedAtMs: 1, requests, signal: NEVER });
      await close();

      expect(functionCalls).to.deep.equal([
        { strategy: STRATEGY, what: "authorizer function", durationsMs: [5, 7] },
        { strategy: STRATEGY, what: "pets function", durationsMs: [9] },
      ]);
      const head = { strategy: STRATEGY, scenario: "cache-hit", n: 1, percentiles: [] };
      expect(gatewayTimes).to.deep.equal({
        times: [
          { ...head, what: "authorizer" },
          { ...head, what: "integration" },
          { ...head, what: "whole answer" },
        ],
        asked: 2,
        missing: 1,
      });
    });
  });

  it("waits for the lines of the measured requests, however many others there are", async function () {
    this.timeout(30_000);
    let reads = 0;
    const others = [accessOf("one of the warm-up"), accessOf("another one")];
    await withTarget(
      "aws",
      { "of access": () => (++reads < 3 ? others : [...others, accessOf("known")]) },
      async (latencyTarget) => {
        const { readServerTimes, close } = await open(latencyTarget);
        const requests = [{ strategy: STRATEGY, scenario: "cache-hit", requestId: "known" }];

        const { gatewayTimes } = await readServerTimes({ startedAtMs: 1, requests, signal: NEVER });
        await close();

        expect(gatewayTimes).to.include({ asked: 1, missing: 0 });
      },
    );
  });

  it("says that there are no access logs if none arrived", async function () {
    this.timeout(30_000);
    await withTarget("emulator", { "of pets": [reportOf(9)] }, async (latencyTarget) => {
      const { readServerTimes, close } = await open(latencyTarget);
      const requests = [{ strategy: STRATEGY, scenario: "cache-hit", requestId: "known" }];

      const { gatewayTimes } = await readServerTimes({ startedAtMs: 1, requests, signal: NEVER });
      await close();

      expect(gatewayTimes).to.include({ asked: 1, missing: 1 });
      expect(gatewayTimes.note).to.equal("no access logs here: none of the requests came into them within 0.02 s");
    });
  });

  it("reads the functions' cold starts from their logs", async function () {
    this.timeout(30_000);
    const messages = { "of authorizer": [reportOf(80, 200.5)], "of pets": [reportOf(90, 310)] };
    await withTarget("aws", messages, async (latencyTarget, asked) => {
      const coldStarts = await latencyTarget.measureColdStarts(2, NEVER);

      const round = [
        ["authorizer function", [200.5]],
        ["pets function", [310]],
      ];
      expect(coldStarts.map(({ what, durationsMs }) => [what, durationsMs])).to.deep.equal([...round, ...round]);
      const descriptions = asked.flatMap(({ body }) => JSON.stringify(body ?? "").match(/cold start \d/g) ?? []);
      expect(descriptions).to.deep.equal(["cold start 1", "cold start 1", "cold start 2", "cold start 2"]);
    });
  });
});
