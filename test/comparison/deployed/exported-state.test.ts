import { expect } from "chai";
import { findLambdaAuthorizers, readCreatedNames, readExportedState } from "../../../comparison/deployed/exported-state";

const LAMBDA = "arn:aws:lambda:eu-central-1:123456789012:function:";
const URN = "urn:pulumi:compare-x::pets::";

const createFunction = (name: string) => ({
  urn: `${URN}aws:lambda/function:Function::${name}`,
  type: "aws:lambda/function:Function",
  id: `${name}-0123456`,
  outputs: { arn: `${LAMBDA}${name}-0123456`, name: `${name}-0123456`, loggingConfig: { logGroup: `/aws/lambda/${name}` } },
});
const resource = (type: string, outputs: object, id = "") => ({ urn: `${URN}${type}::x`, type, id, outputs });

const POOL = "aws:cognito/userPool:UserPool";
const AUTHORIZER = "aws:apigateway/authorizer:Authorizer";
const STAGE = "aws:apigateway/stage:Stage";

/** The output of `pulumi stack export`, as far as it is read. */
const createState = (changes: Readonly<Record<string, object>> = {}) => ({
  resources: [
    resource("pulumi:pulumi:Stack", {
      apiUrl: "https://a1b2c3.execute-api.eu-central-1.amazonaws.com/live",
      issuer: "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC",
      region: "eu-central-1",
      strategy: "id-token-lambda-authorizer",
      tokenUse: "id",
      userPoolClientId: "client",
      userPoolId: "eu-central-1_AbC",
    }),
    ...["pets", "guard"].map(createFunction),
    resource(POOL, changes[POOL] ?? { lambdaConfig: null }),
    resource(
      AUTHORIZER,
      changes[AUTHORIZER] ?? { authorizerUri: `arn:aws:apigateway:x/functions/${LAMBDA}guard-0123456/invocations` },
    ),
    resource("aws:apigateway/restApi:RestApi", {}, "a1b2c3"),
    resource(STAGE, changes[STAGE] ?? { accessLogSettings: null }),
  ],
});

describe("readExportedState", () => {
  it("returns where the stack is, and Cognito's endpoint", () => {
    const { functions: _functions, ...stack } = readExportedState(createState());

    expect(stack).to.deep.equal({
      strategy: "id-token-lambda-authorizer",
      tokenUse: "id",
      apiUrl: "https://a1b2c3.execute-api.eu-central-1.amazonaws.com/live",
      apiId: "a1b2c3",
      region: "eu-central-1",
      userPoolId: "eu-central-1_AbC",
      clientId: "client",
      cognitoUrl: "https://cognito-idp.eu-central-1.amazonaws.com",
    });
    expect(readExportedState(createState(), "http://localhost:4566").cognitoUrl).to.equal("http://localhost:4566");
  });

  it("returns for each function who calls it, by references and not by name", () => {
    const placesOf = (changes: Readonly<Record<string, object>>) =>
      Object.fromEntries(readExportedState(createState(changes)).functions.map(({ name, role }) => [name, role]));

    expect(placesOf({})).to.deep.equal({ "pets-0123456": "pets", "guard-0123456": "authorizer" });
    const trigger = { lambdaConfig: { preTokenGenerationConfig: { lambdaArn: `${LAMBDA}guard-0123456` } } };
    expect(placesOf({ [POOL]: trigger, [AUTHORIZER]: { providerArns: ["arn"] } })).to.deep.equal({
      "pets-0123456": "pets",
      "guard-0123456": "trigger",
    });
  });

  it("returns the access log, if any", () => {
    const destinationArn = "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/apigateway/pets-x-access-1";

    expect(readExportedState(createState({ [STAGE]: { accessLogSettings: { destinationArn } } })).accessLogGroup).to.equal(
      "/aws/apigateway/pets-x-access-1",
    );
  });

  it("refuses anything but one whole stack", () => {
    expect(() => readExportedState({ resources: [] })).to.throw("has 0 resources of type pulumi:pulumi:Stack; expected one");
    expect(() => readExportedState({})).to.throw("has 0 resources of type");
    expect(() => readExportedState(undefined)).to.throw();
  });
});

describe("readCreatedNames", () => {
  it("returns what has been created so far, even if that is not much", () => {
    expect(readCreatedNames(createState())).to.deep.equal({
      apiIds: ["a1b2c3"],
      functionNames: ["pets-0123456", "guard-0123456"],
    });
    const begun = { urn: `${URN}pets:infrastructure:NodeFunction::pets`, type: "pets:infrastructure:NodeFunction" };
    expect(readCreatedNames({ resources: [begun] })).to.deep.equal({ apiIds: [], functionNames: [] });
    expect(readCreatedNames({})).to.deep.equal({ apiIds: [], functionNames: [] });
  });
});

describe("findLambdaAuthorizers", () => {
  it("finds those that call a function, and no others", () => {
    expect(findLambdaAuthorizers(createState())).to.deep.equal([`${URN}${AUTHORIZER}::x`]);
    expect(findLambdaAuthorizers(createState({ [AUTHORIZER]: { authorizerUri: "", providerArns: ["arn"] } }))).to.deep.equal([]);
  });
});
