import { expect } from "chai";
import { DeploymentTargetError, findDeploymentTarget, readEndpoint } from "../../../comparison/deployed/deployment-target";

const faultOf = async (...args: Parameters<typeof findDeploymentTarget>) => {
  const error: unknown = await findDeploymentTarget(...args).catch((thrown: unknown) => thrown);
  expect(error).to.be.instanceOf(DeploymentTargetError).and.have.property("code", "DEPLOYMENT_TARGET_UNUSABLE");
  return String(error);
};

describe("findDeploymentTarget", () => {
  it("asks for a region if missing, before calling AWS", async () => {
    for (const environment of [{}, { AWS_REGION: "", AWS_DEFAULT_REGION: "" }]) {
      expect(await faultOf("aws", undefined, environment))
        .to.include("nothing can be deployed to AWS")
        .and.include("set AWS_REGION");
    }
  });

  it("does not take an emulator for AWS", async () => {
    for (const name of ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA"]) {
      const environment = { AWS_REGION: "us-east-1", [name]: "http://localhost:4566" };
      expect(await faultOf("aws", undefined, environment)).to.include(`${name} redirects requests`);
    }
  });

  it("says where it looked for an emulator, and how to name another address", async () => {
    // The discard port, which fetch refuses.
    expect(await faultOf("emulator", "http://localhost:9"))
      .to.include("nothing answers at http://localhost:9")
      .and.include("AWS_ENDPOINT_URL");
  });
});

describe("readEndpoint", () => {
  it("returns AWS_ENDPOINT_URL without a trailing slash, or the usual address of emulators", () => {
    expect(readEndpoint({ AWS_ENDPOINT_URL: "http://localhost:24566/" })).to.equal("http://localhost:24566");
    for (const environment of [{}, { AWS_ENDPOINT_URL: "" }]) expect(readEndpoint(environment)).to.equal("http://localhost:4566");
  });
});
