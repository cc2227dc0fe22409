import { expect } from "chai";
import createAccount from "../../infrastructure/account/index";
import { deploy } from "../../local/deploy";
import { textOf } from "../support/programs";

describe("the stack of an account's logs", () => {
  it("sets a role that API Gateway may assume and write logs with, once the role may", async () => {
    const deployment = await deploy(async () => createAccount());

    const role = deployment.one("aws:iam/role:Role");
    const attachment = deployment.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment");
    const account = deployment.one("aws:apigateway/account:Account");
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

  it("leaves nothing behind when it is destroyed", async () => {
    const { resources } = await deploy(async () => createAccount());

    for (const { options } of resources) expect(options).not.to.have.any.keys("retainOnDelete", "protect");
  });
});
