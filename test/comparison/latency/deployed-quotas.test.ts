import { expect } from "chai";
import type { DeployedStack } from "../../../comparison/deployed/exported-state";
import { readQuotas } from "../../../comparison/latency/quotas";
import { type AwsRequest, withFakeAws } from "./fake-aws";

const STACK: DeployedStack = {
  strategy: "one",
  tokenUse: "id",
  apiUrl: "https://abc.execute-api.us-east-1.amazonaws.com/live",
  apiId: "abc",
  region: "us-east-1",
  userPoolId: "us-east-1_x",
  clientId: "y",
  functions: [],
  cognitoUrl: "https://cognito-idp.us-east-1.amazonaws.com",
};
const ANSWERS: Readonly<Record<string, object>> = {
  "GET /2016-08-19/account-settings": { AccountLimit: { ConcurrentExecutions: 10 } },
  "GET /account": { throttleSettings: { rateLimit: 10_000, burstLimit: 5000 } },
  "GET /restapis/abc/stages/live": { methodSettings: { "*/*": { throttlingRateLimit: 1000 } } },
};

describe("readQuotas", () => {
  it("requests the account's and the stages' quotas from Lambda and API Gateway", async () => {
    await withFakeAws(
      ({ operation }: AwsRequest) => ANSWERS[operation] ?? {},
      async (clients, asked) => {
        const quotas = await readQuotas(clients, [STACK]);

        expect(quotas.map(({ perSecond, source }) => `${perSecond} ${source}`)).to.deep.equal([
          "120 docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
          "10 docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
          "10 Lambda's GetAccountSettings",
          "10000 API Gateway's GetAccount",
          "1000 API Gateway's GetStage",
        ]);
        expect(asked.map(({ operation }) => operation).sort()).to.deep.equal(Object.keys(ANSWERS).sort());
      },
    );
  });

  it("fails without Lambda's limit, which may be very small", async () => {
    await withFakeAws(
      () => ({}),
      async (clients) => {
        expect(await readQuotas(clients, [STACK]).catch(String)).to.contain("returned no ConcurrentExecutions");
      },
    );
  });
});
