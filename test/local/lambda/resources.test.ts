import { expect } from "chai";
import { readFunctions } from "../../../local/lambda/resources";
import { NotImitatedError } from "../../../local/recorded-inputs";
import { recordStrategy } from "../../support/programs";
import { edited, without } from "../support/edit";

const STRATEGY = "id-token-lambda-authorizer";
const FUNCTION = "aws:lambda/function:Function";
const PERMISSION = "aws:lambda/permission:Permission";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

type Values = Readonly<Record<string, unknown>>;
const policyOf = (statement: Values) => ({ policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }) });
const allow = { Effect: "Allow", Action: "dynamodb:Query", Resource: "*" };

describe("readFunctions", () => {
  const faultOf = async (type: string, name: string, change: Values) => {
    const recording = edited(await recordStrategy(STRATEGY), type, name, (inputs) => ({ ...inputs, ...change }));
    const error = await readFunctions(recording).catch((reason: unknown) => reason);
    if (!(error instanceof NotImitatedError)) throw new Error(`expected a NotImitatedError, got ${error}`);
    return error.message;
  };

  it("reads each function with its code, environment, permissions and its role's statements", async () => {
    const functions = await readFunctions(await recordStrategy(STRATEGY));

    const pets = functions.find(({ name }) => name === "pets");
    expect(pets).to.include({ handlerName: "handler", timeoutSeconds: 10, memoryMb: 256 });
    expect(pets?.environment).to.have.keys("TABLE_NAME", "CORS_ORIGINS");
    expect(pets?.permissions.map(({ principal }) => principal)).to.deep.equal(Array(3).fill("apigateway.amazonaws.com"));
    expect(pets?.statements.flatMap(({ Action }) => Action)).to.include("dynamodb:Query");
    expect(functions.find(({ name }) => name === STRATEGY)?.statements.flatMap(({ Action }) => Action)).not.to.include(
      "dynamodb:Query",
    );
  });

  it("has no permission that was not recorded", async () => {
    const recording = without(await recordStrategy(STRATEGY), PERMISSION, STRATEGY);

    const authorizer = (await readFunctions(recording)).find(({ name }) => name === STRATEGY);

    expect(authorizer?.permissions).to.deep.equal([]);
  });

  const changes: readonly [what: string, type: string, name: string, change: Values][] = [
    ["another runtime", FUNCTION, "pets", { runtime: "python3.13" }],
    ["a handler in another format", FUNCTION, "pets", { handler: "src/app.handler" }],
    ["code that is not an archive", FUNCTION, "pets", { code: "x" }],
    ["a layer", FUNCTION, "pets", { layers: ["arn"] }],
    ["a missing role", FUNCTION, "pets", { role: "arn:aws:iam::123456789012:role/gone" }],
    ["a permission with a condition", PERMISSION, "pets-GET", { principalOrgId: "o-1" }],
    ["a permission for any source", PERMISSION, "pets-GET", { sourceArn: undefined }],
    ["a permission for another action", PERMISSION, "pets-GET", { action: "lambda:*" }],
    ["a policy with a condition", ROLE_POLICY, "pets", policyOf({ ...allow, Condition: { StringEquals: { a: "b" } } })],
    ["a policy with NotAction", ROLE_POLICY, "pets", policyOf({ Effect: "Allow", NotAction: "a:b", Resource: "*" })],
    ["a policy that is not JSON", ROLE_POLICY, "pets", { policy: "{" }],
    [
      "a role that another service assumes",
      "aws:iam/role:Role",
      "pets",
      {
        assumeRolePolicy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
        }),
      },
    ],
  ];
  for (const [what, type, name, change] of changes) {
    it(`refuses ${what}, naming the resource`, async () => {
      expect(await faultOf(type, name, change)).to.include(`"${name}"`);
    });
  }
});
