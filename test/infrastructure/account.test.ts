import { expect } from "chai";
import createAccount from "../../infrastructure/account/index";
import { record, textOf } from "../support/programs";

describe("createAccount", () => {
  it("sets a role that API Gateway can assume and write logs with, after the role has its policy", async () => {
    const recording = await record(async () => createAccount());

    const role = recording.one("aws:iam/role:Role");
    const attachment = recording.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    const account = recording.one("aws:apigateway/account:Account");
    expect(JSON.parse(textOf(role.inputs.assumeRolePolicy)).Statement).to.deep.equal([
      {
        Sid: "AllowAssumeRole",
        Effect: "Allow",
        Principal: { Service: "apigateway.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
    ]);
    expect(attachment.inputs).to.deep.equal({
      role: role.state.name,
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    });
    expect(account.inputs).to.deep.equal({ cloudwatchRoleArn: role.state.arn });
    expect(Array.isArray(account.options.dependsOn) && account.options.dependsOn).to.have.lengthOf(1);
  });

  it("leaves nothing behind when destroyed", async () => {
    const { resources } = await record(async () => createAccount());

    for (const { options } of resources) expect(options).not.to.have.any.keys("retainOnDelete", "protect");
  });
});
