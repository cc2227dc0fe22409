import { expect } from "chai";
import type { Clients } from "../../../comparison/deployed/clients";
import { findLeftovers, removeLeftovers } from "../../../comparison/deployed/leftovers";
import { type AwsRequest, withFakeAws } from "../latency/fake-aws";

const NEW = new Date("2026-11-20T12:00:00Z");
const OLD = new Date("2026-11-20T10:00:00Z");
const WANTED = {
  stackNames: ["compare-x"],
  created: { apiIds: ["a1"], functionNames: ["pets-0123456"] },
  createdAfter: new Date("2026-11-20T11:00:00Z"),
};
const seconds = (date: Date) => date.getTime() / 1000;
const OURS = { project: "pets", stack: "compare-x" };
const tagList = (tags: object) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** An account with one of our resources of each kind, besides other people's. Returns the operations that deleted something. */
function createAccount(tagsOf: (name: string) => object = () => OURS) {
  const deleted: string[] = [];
  const answers: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => object | string>> = {
    "GET /2015-03-31/functions": () => ({
      Functions: [
        { FunctionName: "pets-0123456", FunctionArn: "arn:pets-0123456", LastModified: NEW.toISOString() },
        { FunctionName: "pets-7654321", FunctionArn: "arn:pets-7654321", LastModified: OLD.toISOString() },
        { FunctionName: "billing", FunctionArn: "arn:billing", LastModified: NEW.toISOString() },
      ],
    }),
    "GET /2017-03-31/tags/arn%3Apets-0123456": () => ({ Tags: tagsOf("pets-0123456") }),
    "GET /2017-03-31/tags/arn%3Apets-7654321": () => ({ Tags: tagsOf("pets-7654321") }),
    "GET /restapis": () => ({
      item: [
        { id: "a1", tags: tagsOf("a1") },
        { id: "b2", tags: { project: "pets", stack: "dev" } },
      ],
    }),
    "POST AWSCognitoIdentityProviderService.ListUserPools": () => ({
      UserPools: [{ Id: "us-east-1_A", Name: "users-0123456", CreationDate: seconds(NEW) }],
    }),
    "POST AWSCognitoIdentityProviderService.DescribeUserPool": () => ({ UserPool: { UserPoolTags: tagsOf("us-east-1_A") } }),
    "POST DynamoDB_20120810.ListTables": () => ({ TableNames: ["orders", "pets-0123456"] }),
    "POST DynamoDB_20120810.DescribeTable": ({ TableName }) => ({
      Table: { TableArn: `arn:${TableName}`, CreationDateTime: seconds(NEW) },
    }),
    "POST DynamoDB_20120810.ListTagsOfResource": () => ({ Tags: tagList(tagsOf("table")) }),
    "POST AmazonSSM.DescribeParameters": () => ({
      Parameters: [{ Name: "/pets/compare-x/permission-map" }, { Name: "/pets/dev/permission-map" }],
    }),
    "POST AmazonSSM.ListTagsForResource": () => ({ TagList: tagList(tagsOf("parameter")) }),
    "POST Logs_20140328.DescribeLogGroups": ({ logGroupNamePrefix }) => ({
      logGroups: logGroupNamePrefix === "API-Gateway-Execution-Logs_a1/" ? [{ logGroupName: `${logGroupNamePrefix}live` }] : [],
    }),
    "POST ListRoles": () =>
      `<ListRolesResponse><ListRolesResult><Roles><member><RoleName>pets-0123456</RoleName><CreateDate>${NEW.toISOString()}</CreateDate>` +
      "</member></Roles><IsTruncated>false</IsTruncated></ListRolesResult></ListRolesResponse>",
    "POST ListRoleTags": () =>
      `<ListRoleTagsResponse><ListRoleTagsResult><Tags>${tagList(tagsOf("role"))
        .map(({ Key, Value }) => `<member><Key>${Key}</Key><Value>${Value}</Value></member>`)
        .join("")}</Tags></ListRoleTagsResult></ListRoleTagsResponse>`,
    "POST ListRolePolicies": () =>
      "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>logs</member></PolicyNames></ListRolePoliciesResult>" +
      "</ListRolePoliciesResponse>",
  };
  const answer = ({ operation, body }: AwsRequest) => {
    const fields = Object(body);
    const name = typeof fields.Action === "string" ? `POST ${fields.Action}` : operation;
    if (/delete/i.test(name)) {
      deleted.push(name);
      return name.startsWith("POST DeleteRole") ? `<${fields.Action}Response/>` : {};
    }
    return answers[name.replace(/\/$/, "")]?.(fields) ?? {};
  };
  return { answer, deleted };
}

const placeOf = (clients: Clients) => ({ name: "aws" as const, region: "us-east-1", clients, configuration: {} });

describe("findLeftovers", () => {
  it("finds one of each kind by its tags or its name, and says how to remove it", async () => {
    await withFakeAws(createAccount().answer, async (clients) => {
      const found = await findLeftovers(placeOf(clients), WANTED);

      expect(found).to.deep.equal([
        "the function pets-0123456: aws lambda delete-function --function-name 'pets-0123456' --region us-east-1",
        "the API a1: aws apigateway delete-rest-api --rest-api-id 'a1' --region us-east-1",
        "the user pool us-east-1_A: aws cognito-idp delete-user-pool --user-pool-id 'us-east-1_A' --region us-east-1",
        "the table pets-0123456: aws dynamodb delete-table --table-name 'pets-0123456' --region us-east-1",
        "the parameter /pets/compare-x/permission-map: aws ssm delete-parameter --name '/pets/compare-x/permission-map' --region us-east-1",
        "the role, once it has no policy any more, pets-0123456: aws iam delete-role --role-name 'pets-0123456' --region us-east-1",
        "the log group API-Gateway-Execution-Logs_a1/live: aws logs delete-log-group --log-group-name " +
          "'API-Gateway-Execution-Logs_a1/live' --region us-east-1",
      ]);
      const emulated = await findLeftovers({ ...placeOf(clients), endpoint: "http://localhost:4566" }, WANTED);
      expect(emulated[0]).to.match(/ --endpoint-url http:\/\/localhost:4566$/);
    });
  });

  it("finds nothing of other stacks and other projects", async () => {
    for (const tags of [{ project: "pets", stack: "dev" }, { project: "zoo", stack: "compare-x" }, {}]) {
      await withFakeAws(createAccount(() => tags).answer, async (clients) => {
        const found = await findLeftovers(placeOf(clients), { ...WANTED, created: { apiIds: [], functionNames: [] } });

        expect(found).to.deep.equal([]);
      });
    }
  });

  it("warns about possible leftovers if a service does not respond properly", async () => {
    const { answer } = createAccount();
    // JSON, where IAM responds with XML.
    const brokenIam = (request: AwsRequest) => (Object(request.body).Action === "ListRoles" ? {} : answer(request));

    await withFakeAws(brokenIam, async (clients) => {
      const found = await findLeftovers(placeOf(clients), WANTED);

      expect(found.filter((sentence) => sentence.startsWith("perhaps a role"))).to.have.lengthOf(1);
      expect(found).to.have.lengthOf(7);
    });
  });
});

describe("removeLeftovers", () => {
  it("removes each, roles after their policies, and reports that there was something", async () => {
    const { answer, deleted } = createAccount();

    await withFakeAws(answer, async (clients) => {
      expect(await removeLeftovers(placeOf(clients), WANTED)).to.equal(true);
    });

    expect(deleted.filter((name) => name.includes("Role"))).to.deep.equal(["POST DeleteRolePolicy", "POST DeleteRole"]);
    expect(deleted).to.have.members([
      "POST DeleteRolePolicy",
      "POST DeleteRole",
      "DELETE /2015-03-31/functions/pets-0123456",
      "DELETE /restapis/a1",
      "POST AWSCognitoIdentityProviderService.DeleteUserPool",
      "POST AmazonSSM.DeleteParameter",
      "POST DynamoDB_20120810.DeleteTable",
      "POST Logs_20140328.DeleteLogGroup",
    ]);
  });

  it("removes nothing that is not ours", async () => {
    const { answer, deleted } = createAccount(() => ({ project: "pets", stack: "dev" }));

    await withFakeAws(answer, async (clients) => {
      const isAny = await removeLeftovers(placeOf(clients), { ...WANTED, created: { apiIds: [], functionNames: [] } });

      expect(isAny).to.equal(false);
    });
    expect(deleted).to.deep.equal([]);
  });
});
