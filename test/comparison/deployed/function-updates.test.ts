import { expect } from "chai";
import type { DeployedFunction } from "../../../comparison/deployed/exported-state";
import { reportCalls } from "../../../comparison/deployed/function-updates";
import { type AwsRequest, withFakeAws } from "../latency/fake-aws";

const FUNCTIONS: readonly DeployedFunction[] = ["trigger", "pets"].map((name) => ({
  name,
  arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  logGroup: `/aws/lambda/${name}`,
  role: name === "pets" ? "pets" : "trigger",
}));
const NEVER = new AbortController().signal;

describe("reportCalls", () => {
  it("lets each function report its calls in its own log, and waits for that", async () => {
    let reads = 0;
    const answer = ({ operation }: AwsRequest) =>
      operation.startsWith("PUT") ? {} : { Configuration: { LastUpdateStatus: ++reads === 1 ? "InProgress" : "Successful" } };
    await withFakeAws(answer, async ({ lambda }, asked) => {
      await reportCalls(lambda, FUNCTIONS, NEVER);

      const LoggingConfig = { ApplicationLogLevel: "INFO", LogFormat: "JSON", SystemLogLevel: "INFO" };
      expect(asked).to.deep.equal([
        {
          operation: "PUT /2015-03-31/functions/trigger/configuration",
          body: { LoggingConfig: { ...LoggingConfig, LogGroup: "/aws/lambda/trigger" } },
        },
        { operation: "GET /2015-03-31/functions/trigger", body: undefined },
        { operation: "GET /2015-03-31/functions/trigger", body: undefined },
        {
          operation: "PUT /2015-03-31/functions/pets/configuration",
          body: { LoggingConfig: { ...LoggingConfig, LogGroup: "/aws/lambda/pets" } },
        },
        { operation: "GET /2015-03-31/functions/pets", body: undefined },
      ]);
    });
  });

  it("fails if a change failed, and does not continue", async () => {
    await withFakeAws(
      () => ({ Configuration: { LastUpdateStatus: "Failed" } }),
      async ({ lambda }, asked) => {
        const failure = await reportCalls(lambda, FUNCTIONS, NEVER).catch(String);

        expect(failure).to.contain("Failed");
        expect(asked).to.have.length(2);
      },
    );
  });
});
