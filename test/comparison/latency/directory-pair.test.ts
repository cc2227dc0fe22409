import { expect } from "chai";
import { analyseSeries } from "../../../comparison/latency/analysis";
import { compareDirectoryPair, measureDirectoryPair } from "../../../comparison/latency/directory-pair";
import type { HttpAnswer, LoadClient } from "../../../comparison/latency/load-client";
import { SMALL_SCALE } from "../../../comparison/latency/scale";

const SCALE = { ...SMALL_SCALE, warmUpRounds: 1, rounds: 16, minBlockRequests: 5, resamples: 200 };
const TOKENS: HttpAnswer = {
  status: 200,
  body: JSON.stringify({ AuthenticationResult: { AccessToken: "a", IdToken: "i" } }),
  requestId: "",
};
const unused = async () => {
  throw new Error("only sign-ins are measured");
};

/** Clients that note each sign-in in turn. */
function createPair(answerOf: (name: string) => Promise<HttpAnswer> = async () => TOKENS) {
  const signIns: string[] = [];
  const createClients = (state: string) =>
    ["one", "two"].map((strategy): LoadClient => {
      const name = `${strategy} ${state}`;
      const signIn = (user: string) => {
        expect(user).to.equal("reader");
        signIns.push(name);
        return answerOf(name);
      };
      return { strategy, tokenUse: "id", signIn, refresh: unused, get: unused, post: unused };
    });
  return { pair: { off: createClients("off"), on: createClients("on"), close: async () => undefined }, signIns };
}
const options = { seed: 1, scale: SCALE, signal: new AbortController().signal, onBlock: () => undefined };

describe("measureDirectoryPair", () => {
  it("alternates in every round, so that both sides of a strategy directly follow each other", async () => {
    const { pair, signIns } = createPair();

    const measured = await measureDirectoryPair(pair, options);

    // 8 of 16 rounds and the warm-up, 5 sign-ins each
    expect(signIns).to.have.lengthOf(9 * 4 * 5);
    for (let i = 0; i < signIns.length; i += 10) {
      const [first, second] = [signIns.slice(i, i + 5), signIns.slice(i + 5, i + 10)].map((block) => [...new Set(block)]);
      expect([...(first ?? []), ...(second ?? [])].sort()).to.deep.equal(
        [`${first?.[0]?.split(" ")[0]} off`, `${first?.[0]?.split(" ")[0]} on`].sort(),
      );
    }
    expect(measured.map(({ name, report }) => [name, report.n])).to.deep.equal([
      ["one, directory off", 40],
      ["one, directory on", 40],
      ["two, directory off", 40],
      ["two, directory on", 40],
    ]);
  });

  it("counts an answer without tokens as wrong", async () => {
    const { pair } = createPair(async (name) => (name === "two on" ? { status: 400, body: "{}", requestId: "" } : TOKENS));

    const measured = await measureDirectoryPair(pair, { ...options, scale: { ...SCALE, rounds: 2 } });

    expect(measured.map(({ report }) => report.wrong)).to.deep.equal([0, 0, 0, 5]);
  });

  it("stops between two blocks when told to", async () => {
    const stop = new AbortController();
    const { pair, signIns } = createPair();

    const failure = await measureDirectoryPair(pair, {
      ...options,
      signal: stop.signal,
      onBlock: () => stop.abort(new Error("no")),
    }).catch(String);

    expect(failure).to.equal("Error: no");
    expect(signIns).to.have.lengthOf(5);
  });
});

describe("compareDirectoryPair", () => {
  /** Eight rounds of five sign-ins, each with these latencies. */
  const seriesOf = (strategy: string, state: "off" | "on", latencyMs: number) => {
    const blocks = Array.from({ length: 8 }, (_, round) => ({
      samples: Array.from({ length: 5 }, (_, index) => {
        const ms = latencyMs * (1 + 0.01 * round + 0.02 * index);
        return { index, latencyMs: ms, serviceMs: ms, outcome: "right" as const };
      }),
      late: 0,
      dropped: 0,
    }));
    const scenario = { id: "directory", when: "on a sign-in" };
    return analyseSeries({ name: `${strategy}, directory ${state}`, strategy, scenario, blocks }, { seed: 1, resamples: 200 });
  };
  const analysed = [seriesOf("one", "off", 3), seriesOf("one", "on", 12), seriesOf("two", "off", 3), seriesOf("two", "on", 3)];

  it("gives each strategy's median with the directory as a multiple of that without, by its own interval", () => {
    const { series, ratios } = compareDirectoryPair(analysed, 0.1);

    expect(series).to.have.lengthOf(4);
    expect(ratios.map(({ strategy }) => strategy)).to.deep.equal(["one", "two"]);
    const [one, two] = ratios;
    for (const value of [one?.ratio, one?.low, one?.high]) expect(value).to.be.closeTo(4, 1e-9);
    expect(one).to.include({ isClear: true, hasDifference: true, p: 50 });
    expect(two).to.include({ ratio: 1, isClear: false, hasDifference: false });
  });

  it("claims no difference that is smaller than the generator's own error", () => {
    const [one] = compareDirectoryPair(analysed, 1000).ratios;

    expect(one).to.include({ isClear: true, hasDifference: false });
  });

  it("has no ratio of a side without right answers", async () => {
    const { pair } = createPair(async (name) => (name === "two on" ? { status: 400, body: "{}", requestId: "" } : TOKENS));

    const { ratios } = compareDirectoryPair(await measureDirectoryPair(pair, options), 0.1);

    expect(ratios.map(({ strategy }) => strategy)).to.deep.equal(["one"]);
  });
});
