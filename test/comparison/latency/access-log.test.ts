import { expect } from "chai";
import { joinAccessLog, parseAccessLine } from "../../../comparison/latency/access-log";

/** In the format of ACCESS_LOG_FORMAT; the values are invented. */
const lineOf = (changes: Readonly<Record<string, string>>) =>
  JSON.stringify({
    requestId: "one",
    requestTime: "20/Nov/2026:10:00:00 +0000",
    httpMethod: "GET",
    resourcePath: "/pets",
    status: "200",
    responseLatencyMs: "31",
    authorizerLatencyMs: "9",
    authorizerStatus: "200",
    authorizerError: "-",
    integrationLatencyMs: "17",
    integrationStatus: "200",
    integrationError: "-",
    errorType: "-",
    errorMessage: "-",
    ...changes,
  });

describe("parseAccessLine", () => {
  it("reads API Gateway's times, which are strings", () => {
    expect(parseAccessLine(lineOf({}))).to.deep.equal({
      requestId: "one",
      responseLatencyMs: 31,
      authorizerLatencyMs: 9,
      integrationLatencyMs: 17,
    });
  });

  it("omits parts that a request did not reach", () => {
    expect(parseAccessLine(lineOf({ authorizerLatencyMs: "-", integrationLatencyMs: "" }))).to.deep.equal({
      requestId: "one",
      responseLatencyMs: 31,
      authorizerLatencyMs: undefined,
      integrationLatencyMs: undefined,
    });
  });

  it("accepts nothing else as a line", () => {
    for (const message of ["", "no JSON", "{}", '{"requestId":7}', "null"]) expect(parseAccessLine(message)).to.equal(undefined);
  });
});

describe("joinAccessLog", () => {
  const ofScenario = (strategy: string, scenario: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ strategy, scenario, requestId: `${strategy} ${scenario} ${i}` }));
  const linesOf = (requests: readonly { readonly requestId: string }[], latencyMs = (index: number) => index) =>
    requests.map(({ requestId }, i) => ({
      requestId,
      responseLatencyMs: 100 + latencyMs(i),
      authorizerLatencyMs: undefined,
      integrationLatencyMs: latencyMs(i),
    }));

  it("returns each part by strategy and scenario, with the percentiles that the number of requests supports", () => {
    const [hit, miss] = [ofScenario("one", "hit", 100), ofScenario("one", "miss", 19)];

    const { times, asked, missing } = joinAccessLog([...hit, ...miss], linesOf([...miss, ...hit]));

    expect({ asked, missing }).to.deep.equal({ asked: 119, missing: 0 });
    expect(times.map(({ scenario, what, n, percentiles }) => [scenario, what, n, percentiles.map(({ p }) => p)])).to.deep.equal([
      ["hit", "integration", 100, [50, 90]],
      ["hit", "whole answer", 100, [50, 90]],
      ["miss", "integration", 19, []],
      ["miss", "whole answer", 19, []],
    ]);
    expect(times[0]?.percentiles[0]?.valueMs).to.equal(19 + 49);
  });

  it("counts requests missing from the log, and ignores unrelated lines", () => {
    const requests = ofScenario("one", "hit", 30);

    const { times, missing } = joinAccessLog(requests, linesOf([...requests.slice(0, 20), { requestId: "of somebody else" }]));

    expect(missing).to.equal(10);
    expect(times.map(({ n }) => n)).to.deep.equal([20, 20]);
  });
});
