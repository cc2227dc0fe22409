import { expect } from "chai";
import fc from "fast-check";
import type { DeployedStack } from "../../../comparison/deployed/exported-state";
import {
  cognitoQuotas,
  concurrencyQuota,
  fitToQuotas,
  type Quota,
  QuotaError,
  readPreparationRate,
  readQuotas,
  throttleQuota,
} from "../../../comparison/latency/quotas";
import { scenarios } from "../../../comparison/latency/scenarios";
import { type AwsRequest, withFakeAws } from "./fake-aws";

const rateOf = (id: string, fitted: readonly { readonly id: string; readonly ratePerSecond: number }[]) =>
  fitted.find((scenario) => scenario.id === id)?.ratePerSecond;
const quotas = fc.array(
  fc.record({ perSecond: fc.double({ min: 20, max: 2000, noNaN: true }), of: fc.constantFrom("signIns", "requests" as const) }),
);

describe("fitToQuotas", () => {
  it("keeps every rate without limits, and says nothing", () => {
    expect(fitToQuotas(scenarios, [])).to.deep.equal({ scenarios, notes: [] });
  });

  it("lowers what would exceed half of a quota, and names it", () => {
    const { scenarios: fitted, notes } = fitToQuotas(scenarios, cognitoQuotas);

    // Ten a second of one user: five sign-ins.
    expect(rateOf("sign-in", fitted)).to.equal(5);
    expect(rateOf("first-request", fitted)).to.equal(5);
    expect(rateOf("cache-hit", fitted)).to.equal(150);
    // 7 % of a day's requests sign in or refresh.
    expect(rateOf("day", fitted)).to.be.closeTo(5 / 0.07, 0.01);
    expect(notes.map((note) => note.split(":")[0])).to.deep.equal(["sign-in", "refresh", "first-request", "day"]);
    expect(notes[0]).to.equal(
      "sign-in: 5 requests a second in place of 50, 50 % of Cognito's sign-ins and refreshes of one user, 10 a second " +
        "(docs.aws.amazon.com/cognito/latest/developerguide/quotas.html, read 2026-11-20)",
    );
  });

  it("never uses more than half of any quota, and raises no rate", () => {
    fc.assert(
      fc.property(quotas, (bounds) => {
        const given = bounds.map(
          ({ perSecond, of }): Quota => ({
            name: of,
            countOf: (usage) => usage[of],
            perSecond,
            source: "a test",
            readOn: "today",
          }),
        );

        const { scenarios: fitted, notes } = fitToQuotas(scenarios, given);

        for (const [i, { ratePerSecond, usage }] of fitted.entries()) {
          expect(ratePerSecond).to.be.at.most(scenarios[i]?.ratePerSecond ?? 0);
          for (const { perSecond, countOf } of given) expect(ratePerSecond * countOf(usage)).to.be.at.most(perSecond / 2 + 1e-9);
        }
        const lowered = fitted.filter(({ ratePerSecond }, i) => ratePerSecond < (scenarios[i]?.ratePerSecond ?? 0));
        expect(notes).to.have.length(lowered.length);
      }),
    );
  });

  it("measures slowly on a new account, whose functions run ten calls at once", () => {
    const { scenarios: fitted } = fitToQuotas(scenarios, [concurrencyQuota(10, "today")]);

    expect(rateOf("cache-hit", fitted)).to.equal(2.5);
    expect(rateOf("sign-in", fitted)).to.equal(5);
    expect(fitToQuotas(scenarios, [concurrencyQuota(1000, "today")]).notes).to.deep.equal([]);
  });

  it("refuses if too little would be left, and says what would be enough", () => {
    const tiny = throttleQuota("requests that the stage lets through", 0.5, "a test", "today");

    expect(() => fitToQuotas(scenarios, [tiny]))
      .to.throw(QuotaError, "cache-hit could be measured at 0.25 requests a second only")
      .with.property("message")
      .that.contains("expected 0.5 or more");
  });

  it("lowers a rate on request, which needs no note", () => {
    const { scenarios: fitted, notes } = fitToQuotas(scenarios, [], 4);

    expect(fitted.every(({ ratePerSecond }) => ratePerSecond === 4)).to.equal(true);
    expect(notes).to.deep.equal([]);
  });
});

describe("readPreparationRate", () => {
  it("is half of the tightest quota's rate of refreshes", () => {
    expect(readPreparationRate(cognitoQuotas)).to.equal(5);
    expect(readPreparationRate([])).to.equal(Number.POSITIVE_INFINITY);
    expect(readPreparationRate([throttleQuota("requests", 1, "a test", "today")])).to.equal(Number.POSITIVE_INFINITY);
  });
});

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
