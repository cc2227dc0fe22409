import { expect } from "chai";
import { assertLocation, readLocation } from "../../recovery/location";
import { readState } from "../../recovery/state";
import { withFakeAws } from "../comparison/latency/fake-aws";
import { exportState, operation } from "./exported";
import { createAccount } from "./fake-account";

const EMULATOR = "http://localhost:4566";
const everywhere = (address: string) =>
  Object.fromEntries(
    ["apigateway", "cloudwatchlogs", "cognitoidp", "dynamodb", "iam", "lambda", "ssm", "sts"].map((service) => [
      service,
      address,
    ]),
  );
const configure = (endpoints: object) => ({ "aws:region": "us-east-1", "aws:endpoints": JSON.stringify([endpoints]) });

describe("readLocation", () => {
  it("is AWS in the stack's region, or else the environment's", () => {
    expect(readLocation({ "aws:region": "eu-central-1" }, { AWS_REGION: "us-east-1" })).to.deep.equal({ region: "eu-central-1" });
    expect(readLocation({}, { AWS_REGION: "us-east-1" })).to.deep.equal({ region: "us-east-1" });
    expect(readLocation({}, { AWS_DEFAULT_REGION: "us-west-2" })).to.deep.equal({ region: "us-west-2" });
    expect(() => readLocation({}, {})).to.throw("no region; set the config key aws:region");
  });

  it("is the stack's emulator, with the dummy credentials that the stack has for it", () => {
    const configuration = configure(everywhere(EMULATOR));

    expect(readLocation(configuration, {})).to.deep.equal({ region: "us-east-1", endpoint: EMULATOR });
    expect(
      readLocation({ ...configuration, "aws:accessKey": "111111111111", "aws:secretKey": "x" }, {}).credentials,
    ).to.deep.equal({
      accessKeyId: "111111111111",
      secretAccessKey: "x",
    });
  });

  it("does not mix AWS and an emulator", () => {
    const partly = [{ iam: EMULATOR }, { ...everywhere(EMULATOR), lambda: "http://localhost:4567" }];
    for (const endpoints of partly)
      expect(() => readLocation(configure(endpoints), {})).to.throw("aws:endpoints has several addresses");
  });
});

describe("assertLocation", () => {
  const role = {
    type: "aws:iam/role:Role",
    name: "pets",
    id: "role-1",
    outputs: { arn: "arn:aws:iam::123456789012:role/role-1" },
  };
  const elsewhere = { ...role, outputs: { arn: "arn:aws:iam::210987654321:role/role-1" } };
  const check = async (text: string, missing: readonly string[] = []) => {
    const result = { fault: "none" };
    await withFakeAws(createAccount({ missing }).answer, async (clients) => {
      await assertLocation(clients, { region: "us-east-1" }, readState(text)).catch((error: unknown) => {
        result.fault = String(error);
      });
    });
    return result.fault;
  };

  it("accepts an account with a role of the stack", async () => {
    expect(await check(exportState([role]))).to.equal("none");
    expect(await check(exportState([elsewhere, role]))).to.equal("none");
  });

  it("accepts any account if nothing is deployed yet, or if the only role may be gone", async () => {
    expect(await check(exportState([]))).to.equal("none");
    expect(await check(exportState([role], [operation("deleting", role)]), ["GetRole"])).to.equal("none");
  });

  it("refuses an account without the stack's roles, or with others of the same names", async () => {
    expect(await check(exportState([role]), ["GetRole"])).to.include("role-1 does not exist in the account of your credentials");
    expect(await check(exportState([elsewhere]))).to.include("role-1 does not exist in the account of your credentials");
    expect(await check(exportState([{ ...role, outputs: {} }]), ["GetRole"])).to.include("role-1 does not exist in the account");
  });

  it("refuses a region other than the stack's", async () => {
    const table = { type: "aws:dynamodb/table:Table", name: "pets", outputs: { arn: "arn:aws:dynamodb:eu-west-1:1:table/x" } };

    expect(await check(exportState([role, table]))).to.include('the region is "us-east-1", but the stack is in "eu-west-1"');
  });
});
