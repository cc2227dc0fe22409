import { expect } from "chai";
import { readApi } from "../../../local/gateway/resources";
import type { Recording } from "../../../local/record";
import { NotImitatedError } from "../../../local/recorded-inputs";
import { recordStrategy } from "../../support/programs";
import { edited, without } from "../support/edit";
import { AUTHORIZER, SCOPES } from "./fixture";

type Values = Readonly<Record<string, unknown>>;

describe("readApi", () => {
  const faultOf = (recording: Recording) => {
    try {
      readApi(recording);
    } catch (error) {
      if (error instanceof NotImitatedError) return error;
      throw error;
    }
    throw new Error("it was read");
  };
  const apiType = (name: string) => `aws:apigateway/${name}`;

  it("reads what every strategy records", async () => {
    for (const strategy of [SCOPES, AUTHORIZER]) expect(readApi(await recordStrategy(strategy)).methods).not.to.deep.equal([]);
  });

  const changes: readonly [what: string, strategy: string, type: string, name: string | undefined, change: Values][] = [
    ["an authorizer of another type", AUTHORIZER, "authorizer:Authorizer", undefined, { type: "REQUEST" }],
    ["an authorizer with its own role", AUTHORIZER, "authorizer:Authorizer", undefined, { authorizerCredentials: "arn" }],
    [
      "an authorizer by a query parameter",
      AUTHORIZER,
      "authorizer:Authorizer",
      undefined,
      { identitySource: "method.request.querystring.t" },
    ],
    ["an invalid validation expression", AUTHORIZER, "authorizer:Authorizer", undefined, { identityValidationExpression: "(" }],
    ["a TTL out of range", AUTHORIZER, "authorizer:Authorizer", undefined, { authorizerResultTtlInSeconds: 3601 }],
    [
      "a Cognito authorizer that compares audiences",
      SCOPES,
      "authorizer:Authorizer",
      undefined,
      { identityValidationExpression: "x" },
    ],
    ["a Cognito authorizer without pools", SCOPES, "authorizer:Authorizer", undefined, { providerArns: [] }],
    ["a method that requires an API key", SCOPES, "method:Method", "GET/pets", { apiKeyRequired: true }],
    ["a method for any verb", SCOPES, "method:Method", "GET/pets", { httpMethod: "ANY" }],
    ["a method protected by IAM", SCOPES, "method:Method", "GET/pets", { authorization: "AWS_IAM" }],
    ["an unprotected method", SCOPES, "method:Method", "GET/pets", { authorization: "NONE" }],
    ["a method with a missing authorizer", SCOPES, "method:Method", "GET/pets", { authorizerId: "gone" }],
    ["a method with the other kind of authorizer", SCOPES, "method:Method", "GET/pets", { authorization: "CUSTOM" }],
    ["scopes on a method with a Lambda authorizer", AUTHORIZER, "method:Method", "GET/pets", { authorizationScopes: ["a/b"] }],
    ["a missing model", SCOPES, "method:Method", "POST/pets", { requestModels: { "application/json": "Gone" } }],
    ["a greedy path parameter", SCOPES, "resource:Resource", "/pets/{petId}", { pathPart: "{proxy+}" }],
    ["a resource policy", SCOPES, "restApi:RestApi", undefined, { policy: "{}" }],
    ["a stage with variables", SCOPES, "stage:Stage", undefined, { variables: { pool: "x" } }],
    ["a response cache", SCOPES, "methodSettings:MethodSettings", undefined, { settings: { cachingEnabled: true } }],
    ["an integration over HTTP", SCOPES, "integration:Integration", "GET/pets", { type: "HTTP_PROXY" }],
    [
      "an integration with a service other than Lambda",
      SCOPES,
      "integration:Integration",
      "GET/pets",
      { uri: "arn:aws:apigateway:x:s3:path/b" },
    ],
    [
      "a mock that picks a status by a template",
      SCOPES,
      "integration:Integration",
      "OPTIONS/pets",
      { requestTemplates: { "application/json": "$input" } },
    ],
    [
      "a response header out of the request",
      SCOPES,
      "integrationResponse:IntegrationResponse",
      "OPTIONS/pets",
      { responseParameters: { "method.response.header.A": "method.request.header.B" } },
    ],
    [
      "a gateway response with an unknown variable",
      SCOPES,
      "response:Response",
      "default-4xx",
      { responseTemplates: { "application/json": "$context.identity.sourceIp" } },
    ],
    ["a gateway response of an unknown type", SCOPES, "response:Response", "default-4xx", { responseType: "WAF_FILTERED" }],
  ];
  for (const [what, strategy, type, name, change] of changes) {
    it(`refuses ${what}, naming the resource`, async () => {
      const recording = edited(await recordStrategy(strategy), apiType(type), name, (inputs) => ({ ...inputs, ...change }));

      expect(faultOf(recording).message).to.include(`"${name ?? recording.one(apiType(type)).name}"`);
    });
  }

  it("refuses a method without an integration, and a preflight without its responses", async () => {
    const recording = await recordStrategy(SCOPES);

    expect(faultOf(without(recording, apiType("integration:Integration"), "GET/pets")).message).to.include("no integration");
    expect(faultOf(without(recording, apiType("methodResponse:MethodResponse"), "OPTIONS/pets")).message).to.include("204");
  });
});
