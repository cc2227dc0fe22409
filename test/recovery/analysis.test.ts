import { expect } from "chai";
import { analyse } from "../../recovery/analysis";
import { readState } from "../../recovery/state";
import { exportState, operation } from "./exported";

type Resource = Parameters<typeof operation>[1];

const TAGS = { project: "pets", stack: "dev", strategy: "access-token-scopes" };
const role = { type: "aws:iam/role:Role", name: "pets-dev-pets", inputs: { name: "pets-dev-pets-1a2b3c4", tags: TAGS } };
const method = {
  type: "aws:apigateway/method:Method",
  name: "GET/pets",
  inputs: { restApi: "a1", resourceId: "r1", httpMethod: "GET", authorization: "CUSTOM" },
};

const analyseCreates = (creates: readonly Resource[], resources: readonly Resource[] = []) =>
  analyse(
    readState(
      exportState(
        resources,
        creates.map((create) => operation("creating", create)),
      ),
    ),
  );

describe("analyse", () => {
  it("searches for names chosen before AWS was called, and for children by parent and key", () => {
    const { sought, settled, faults } = analyseCreates([role, method]);

    expect(sought).to.deep.equal([
      { type: role.type, label: "Role pets-dev-pets", key: { name: "pets-dev-pets-1a2b3c4" }, tags: TAGS },
      { type: method.type, label: "Method GET/pets", key: { restApi: "a1", resourceId: "r1", httpMethod: "GET" }, tags: {} },
    ]);
    expect([settled, faults]).to.deep.equal([[], []]);
  });

  it("searches once for two creates with the same key, and for each of two names", () => {
    const renamed = { ...role, inputs: { ...role.inputs, name: "pets-dev-pets-7654321" } };

    expect(analyseCreates([method, method, role, renamed]).sought).to.have.lengthOf(3);
  });

  it("skips what needs no recovery, with a reason", () => {
    const { sought, settled, faults } = analyseCreates([
      { type: "aws:iam/rolePolicy:RolePolicy", name: "pets", inputs: { name: "permissions" } },
      { type: "aws:apigateway/deployment:Deployment", name: "live" },
      { type: "pets:infrastructure:NodeFunction", name: "pets", custom: false },
      { type: "pulumi:providers:aws", name: "default" },
    ]);

    expect([sought, faults]).to.deep.equal([[], []]);
    expect(settled).to.deep.equal([
      "RolePolicy pets is overwritten by the next pulumi up",
      "Deployment live goes with its parent",
      "NodeFunction pets does not exist in AWS",
      "aws default does not exist in AWS",
    ]);
  });

  it("keeps what the state has under the same key, by its inputs or as named by the provider", () => {
    const made = { ...method, id: "agm-a1-r1-GET" };
    const named = { ...role, id: "pets-dev-pets-1a2b3c4", inputs: {}, outputs: { name: "pets-dev-pets-1a2b3c4" } };

    const { sought, settled } = analyseCreates([method, role], [made, named]);

    expect(sought).to.deep.equal([]);
    expect(settled).to.deep.equal([
      "Method GET/pets exists and is in the state",
      "Role pets-dev-pets exists and is in the state",
    ]);
  });

  it("searches for what shares only the type, or another type's key, with the state", () => {
    const other = { ...method, inputs: { ...method.inputs, httpMethod: "POST" } };
    const table = { type: "aws:dynamodb/table:Table", name: "x", id: "x", outputs: { name: "pets-dev-pets-1a2b3c4" } };

    expect(analyseCreates([method, role], [other, table]).sought).to.have.lengthOf(2);
  });

  it("cannot analyse a create without a name in its inputs, or of another program's type", () => {
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
    const { sought, faults } = analyseCreates([
      { ...role, inputs: { tags: TAGS } },
      { ...method, inputs: { ...method.inputs, httpMethod: "" } },
      { ...role, name: "secret", inputs: { name: secret } },
      { type: "aws:s3/bucket:Bucket", name: "photos", inputs: { bucket: "photos" } },
    ]);

    expect(sought).to.deep.equal([]);
    expect(faults).to.deep.equal([
      "Role pets-dev-pets: its inputs do not identify it in AWS",
      "Method GET/pets: its inputs do not identify it in AWS",
      "Role secret: its inputs do not identify it in AWS",
      "Bucket photos: its type aws:s3/bucket:Bucket is not used by this program",
    ]);
  });
});
