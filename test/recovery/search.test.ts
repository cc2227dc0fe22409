import { expect } from "chai";
import { analyse } from "../../recovery/analysis";
import { type Findings, search } from "../../recovery/search";
import { readState } from "../../recovery/state";
import { withFakeAws } from "../comparison/latency/fake-aws";
import { exportState, operation } from "./exported";
import { type Contents, createAccount, TAGS } from "./fake-account";

/** One pending create of each type that leaves something: its inputs, the findings, and the expected calls. */
const creates: Readonly<Record<string, { readonly inputs: object; readonly id: string; readonly changes: readonly string[] }>> = {
  "aws:apigateway/method:Method": {
    inputs: { restApi: "a1", resourceId: "r1", httpMethod: "GET" },
    id: "GET",
    changes: ["DELETE /restapis/a1/resources/r1/methods/GET"],
  },
  "aws:apigateway/methodResponse:MethodResponse": {
    inputs: { restApi: "a1", resourceId: "r1", httpMethod: "GET", statusCode: "204" },
    id: "204",
    changes: ["DELETE /restapis/a1/resources/r1/methods/GET/responses/204"],
  },
  "aws:apigateway/model:Model": {
    inputs: { restApi: "a1", name: "NewPet" },
    id: "NewPet",
    changes: ["DELETE /restapis/a1/models/NewPet"],
  },
  "aws:apigateway/resource:Resource": {
    inputs: { restApi: "a1", parentId: "r0", pathPart: "pets" },
    id: "r1",
    changes: ["DELETE /restapis/a1/resources/r1"],
  },
  "aws:apigateway/restApi:RestApi": {
    inputs: { name: "api-1", tags: TAGS },
    id: "a1",
    changes: ["DELETE /restapis/a1"],
  },
  "aws:apigateway/stage:Stage": {
    inputs: { restApi: "a1", stageName: "live", tags: TAGS },
    id: "live",
    changes: ["DELETE /restapis/a1/stages/live"],
  },
  "aws:cloudwatch/logGroup:LogGroup": {
    inputs: { name: "group-1", tags: TAGS },
    id: "group-1",
    changes: ["POST Logs_20140328.DeleteLogGroup"],
  },
  "aws:cognito/resourceServer:ResourceServer": {
    inputs: { userPoolId: "pool-1", identifier: "petsapi" },
    id: "petsapi",
    changes: ["POST AWSCognitoIdentityProviderService.DeleteResourceServer"],
  },
  "aws:cognito/userGroup:UserGroup": {
    inputs: { userPoolId: "pool-1", name: "Readers" },
    id: "Readers",
    changes: ["POST AWSCognitoIdentityProviderService.DeleteGroup"],
  },
  "aws:cognito/userPool:UserPool": {
    inputs: { name: "users-1", tags: TAGS },
    id: "pool-1",
    changes: ["POST AWSCognitoIdentityProviderService.DeleteUserPool"],
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    inputs: { userPoolId: "pool-1", name: "web-1" },
    id: "c1",
    changes: ["POST AWSCognitoIdentityProviderService.DeleteUserPoolClient"],
  },
  "aws:dynamodb/table:Table": {
    inputs: { name: "table-1", tags: TAGS },
    id: "table-1",
    changes: ["POST DynamoDB_20120810.DeleteTable"],
  },
  "aws:iam/role:Role": {
    inputs: { name: "role-1", tags: TAGS },
    id: "role-1",
    changes: ["POST DeleteRolePolicy", "POST DeleteRole"],
  },
  "aws:lambda/function:Function": {
    inputs: { name: "function-1", tags: TAGS },
    id: "function-1",
    changes: ["DELETE /2015-03-31/functions/function-1"],
  },
  "aws:ssm/parameter:Parameter": {
    inputs: { name: "/map-1", tags: TAGS },
    id: "/map-1",
    changes: ["POST AmazonSSM.DeleteParameter"],
  },
};
const OF_ACCOUNT = ["RestApi", "LogGroup", "UserPool", "Table", "Role", "Function", "Parameter"];
const typesOf = (names: readonly string[]) => Object.keys(creates).filter((type) => names.includes(type.split(":").at(-1) ?? ""));

/** Searches for some pending creates, then removes everything that is to be removed. */
async function searchAndRemove(
  types: readonly string[],
  contents: Contents = {},
  resources: Parameters<typeof exportState>[0] = [],
): Promise<{ readonly findings: Findings; readonly changes: readonly string[] }> {
  const account = createAccount(contents);
  const pending = types.map((type) => operation("creating", { type, name: "x", inputs: creates[type]?.inputs ?? {} }));
  const state = readState(exportState(resources, pending));
  const result: { findings?: Findings } = {};
  await withFakeAws(account.answer, async (clients) => {
    const findings = await search(clients, analyse(state), state.resources);
    expect(account.changes, "searching changes nothing").to.deep.equal([]);
    for (const { remove } of findings.leftovers) await remove();
    result.findings = findings;
  });
  if (result.findings === undefined) throw new Error("nothing was searched");
  return { findings: result.findings, changes: account.changes };
}

describe("search", () => {
  for (const [type, { id, changes: expected }] of Object.entries(creates)) {
    it(`finds what was left of a ${type}, and removes just that`, async () => {
      const { findings, changes } = await searchAndRemove([type]);

      expect(findings.leftovers.map(({ label }) => label)).to.deep.equal([`${type.split(":").at(-1)} x: ${id}`]);
      expect(findings.faults).to.deep.equal([]);
      expect(changes).to.deep.equal(expected);
    });
  }

  it("finds nothing if AWS created nothing or the parent is gone", async () => {
    const missing = ["Get", "GET ", "Describe", "ListUserPoolClients"];
    const others = Object.keys(creates).filter((type) => !/RestApi|UserPool$|LogGroup/.test(type));
    const { findings, changes } = await searchAndRemove(others, { missing });

    expect(findings.leftovers).to.deep.equal([]);
    expect(findings.settled).to.have.lengthOf(others.length);
    for (const sentence of findings.settled) expect(sentence).to.match(/ x does not exist$/);
    expect(changes).to.deep.equal([]);
  });

  it("removes nothing with the tags of another stack, of another project or without any, whatever its name", async () => {
    for (const tags of [{ project: "pets", stack: "prod" }, { project: "zoo", stack: "dev" }, {}]) {
      const { findings, changes } = await searchAndRemove(typesOf(OF_ACCOUNT), { tags });

      expect(findings.leftovers).to.deep.equal([]);
      expect(findings.faults).to.have.lengthOf(OF_ACCOUNT.length);
      for (const fault of findings.faults) expect(fault).to.include("does not have the tags of this stack");
      expect(changes).to.deep.equal([]);
    }
  });

  it("removes nothing whose id is in the state, whatever its name there", async () => {
    const types = typesOf([...OF_ACCOUNT, "Resource", "UserPoolClient"]);
    const resources = types.map((type) => ({ type, name: "y", id: creates[type]?.id ?? "", outputs: { name: "y" } }));
    const { findings, changes } = await searchAndRemove(types, {}, resources);

    expect(findings.leftovers).to.deep.equal([]);
    expect(findings.faults).to.have.lengthOf(types.length);
    for (const fault of findings.faults) expect(fault).to.include("is in the state as another resource");
    expect(changes).to.deep.equal([]);
  });

  it("removes no pool or group with users, no table with items, no resource with children, and no changed parameter", async () => {
    const below = [{ id: "r2", parentId: "r1", pathPart: "{petId}" }];
    const pets = { id: "r1", parentId: "r0", pathPart: "pets" };
    const used: Contents = {
      users: [{ Username: "u" }],
      items: [{ id: { S: "1" } }],
      resources: [pets, ...below],
      isChanged: true,
    };
    const types = typesOf(["UserPool", "UserGroup", "Table", "Resource", "Parameter"]);
    const { findings, changes } = await searchAndRemove(types, used);

    expect(findings.leftovers).to.deep.equal([]);
    expect([...findings.faults].sort()).to.deep.equal([
      "Parameter x: /map-1 has a changed value, which no create made",
      "Resource x: r1 has methods or resources, which no create made",
      "Table x: table-1 has items, which no create made",
      "UserGroup x: Readers has users, which no create made",
      "UserPool x: pool-1 has users, which no create made",
    ]);
    const withMethods = await searchAndRemove(typesOf(["Resource"]), { resources: [{ ...pets, resourceMethods: { GET: {} } }] });
    expect([...withMethods.findings.leftovers, ...changes, ...withMethods.changes]).to.deep.equal([]);
  });

  it("removes the deletion protection set by a create", async () => {
    const { changes } = await searchAndRemove(typesOf(["UserPool", "Table"]), { isProtected: true });

    expect(changes).to.deep.equal([
      "POST AWSCognitoIdentityProviderService.UpdateUserPool",
      "POST AWSCognitoIdentityProviderService.DeleteUserPool",
      "POST DynamoDB_20120810.UpdateTable",
      "POST DynamoDB_20120810.DeleteTable",
    ]);
  });

  it("does not take a denied request for an absence", async () => {
    for (const [type, denied] of [
      ["aws:iam/role:Role", "GetRole"],
      ["aws:apigateway/method:Method", "methods/GET"],
      ["aws:cognito/userGroup:UserGroup", "GetGroup"],
    ] as const) {
      const error = await searchAndRemove([type], { denied: [denied] }).catch(String);
      expect(error, type).to.include("AccessDenied");
    }
  });
});
