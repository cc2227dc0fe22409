import { expect } from "chai";
import { readDeciders } from "../../../comparison/behaviour/deployed-witness";
import type { Finding } from "../../../comparison/behaviour/report";
import { createFakeDeployment } from "../fake-deployment";
import { withFakeAws } from "../latency/fake-aws";

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
