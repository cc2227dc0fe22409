import { expect } from "chai";
import type { Outcome } from "../../local/page/aids";
import type { Step } from "../../local/step";

const WORDS = require.resolve("../../local/describe-step");
const READERS = [
  require.resolve("../../comparison/behaviour/engine-witness"),
  require.resolve("../../comparison/latency/function-times"),
  require.resolve("../../local/page/aids"),
] as const;

const COLD_CALL = { functionName: "f", durationMs: 90, coldStartMs: 78 };
const STEPS: readonly Step[] = [
  {
    kind: "trigger",
    outcome: "ok",
    trigger: "pre-token-generation",
    eventVersion: "V2_0",
    addedScopes: [],
    idToken: { set: ["company"], suppressed: ["email"] },
    accessToken: { set: [], suppressed: [] },
    groups: [],
    ...COLD_CALL,
  },
  { kind: "trigger", outcome: "ok", trigger: "post-confirmation", ...COLD_CALL },
  { kind: "cache", outcome: "ok", state: "hit", secondsLeft: 9 },
  { kind: "function", outcome: "ok", ...COLD_CALL },
  { kind: "authorizer", outcome: "ok", reason: { code: "policy allows" }, durationMs: 1 },
  { kind: "integration", outcome: "ok", type: "function", functionName: "pets", status: 200, durationMs: 2 },
];
const OUTCOME: Outcome = { status: 200, scopes: [], tokenUse: "id", deviation: "proper", claims: undefined, steps: STEPS };

/** What each reader of an engine's steps returns, except the words shown in the behaviour table. */
function readAll() {
  for (const path of READERS) delete require.cache[path];
  const [behaviour, latency, page]: [
    typeof import("../../comparison/behaviour/engine-witness"),
    typeof import("../../comparison/latency/function-times"),
    typeof import("../../local/page/aids"),
  ] = [require(READERS[0]), require(READERS[1]), require(READERS[2])];
  const { reason, ...ofApi } = behaviour.readApiTrace(STEPS, []);
  const { reason: _, ...ofCognito } = behaviour.readCognitoTrace(STEPS);
  const found = [ofApi, ofCognito, latency.readColdStarts(STEPS), latency.readWarmCalls(STEPS), page.readingAids(OUTCOME)];
  return { found, reason };
}

describe("readers of an engine's steps", () => {
  it("find the same whatever the words of a step", () => {
    const usual = readAll();
    const words = require.cache[WORDS];
    if (words === undefined) throw new Error("nobody describes steps");
    const { exports: described } = words;

    words.exports = { ...described, describeStep: () => "miss, refused, in other words" };
    const reworded = readAll();
    words.exports = described;
    readAll();

    expect(reworded.reason).to.equal("miss, refused, in other words; miss, refused, in other words");
    expect(reworded.found).to.deep.equal(usual.found);
  });
});
