import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import type { RecordedResource, Recording } from "../../local/record";
import { createLargeTable } from "../support/large-table";
import { inputOf, recordStrategy, strategyNames, textOf } from "../support/programs";

const TAGGABLE =
  /^aws:(apigateway\/(restApi|stage)|cloudwatch\/logGroup|cognito\/userPool|dynamodb\/table|iam\/role|lambda\/function):/;

const statementsOf = (policy: RecordedResource): { Action: string[]; Resource: string[] }[] =>
  JSON.parse(textOf(policy.inputs.policy)).Statement;

/** `arn:…/live/GET/pets/*` allows a call for `arn:…/live/GET/pets/1`. */
const covers = (pattern: string, arn: string) =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((text) => text.replace(/[$./]/g, "\\$&"))
      .join(".*")}$`,
  ).test(arn);

const permits = (recording: Recording, functionName: string, principal: string, sourceArn: string) =>
  recording
    .ofType("aws:lambda/permission:Permission")
    .some(
      ({ inputs }) =>
        inputs.function === functionName &&
        inputs.principal === principal &&
        inputs.action === "lambda:InvokeFunction" &&
        covers(textOf(inputs.sourceArn), sourceArn),
    );

for (const strategy of strategyNames) {
  describe(`stack with ${strategy}`, () => {
    it("can be previewed before AWS has assigned any ids", async () => {
      const preview = await recordStrategy(strategy, { preview: true });
      const up = await recordStrategy(strategy);

      const known = preview.resources.map(({ type, name }) => `${type} ${name}`);
      expect(up.resources.map(({ type, name }) => `${type} ${name}`)).to.include.members(known);
      expect(known).to.include("aws:cognito/userPool:UserPool users").and.include("aws:apigateway/stage:Stage live");
    });

    it("puts the default tags on every taggable resource", async () => {
      const { resources } = await recordStrategy(strategy, { stack: "prod", config: { apiLogging: "on" } });

      const taggable = resources.filter(({ type }) => TAGGABLE.test(type));
      expect(taggable.length).to.be.greaterThan(9);
      for (const { name, type, inputs } of taggable) {
        expect(inputs.tags, `${type} ${name}`).to.deep.equal({ project: "pets", stack: "prod", strategy });
      }
    });

    it("never passes the text of an unresolved output to AWS", async () => {
      const { resources } = await recordStrategy(strategy, { config: { apiLogging: "on", xray: "true" } });

      for (const { name, inputs } of resources) {
        expect(JSON.stringify(inputs), name).not.to.match(/Calling \[to(String|JSON)\]|undefined|\[object /);
      }
    });

    it("permits each service to call exactly its functions, from exactly its source", async () => {
      const recording = await recordStrategy(strategy);
      const api = recording.one("aws:apigateway/restApi:RestApi");
      const stageArn = `${textOf(api.state.executionArn)}/live`;
      const functionNameOf = (uri: unknown) => /function:([^/]+)\/invocations$/.exec(textOf(uri))?.[1] ?? "";
      const paths = new Map(recording.ofType("aws:apigateway/resource:Resource").map(({ id, name }) => [id, name]));

      const integrations = recording
        .ofType("aws:apigateway/integration:Integration")
        .filter(({ inputs }) => inputs.type === "AWS_PROXY");
      expect(integrations).to.have.lengthOf(accessControl.routes.length);
      for (const { inputs } of integrations) {
        const arn = `${stageArn}/${inputs.httpMethod}${paths.get(textOf(inputs.resourceId))}`;
        expect(permits(recording, functionNameOf(inputs.uri), "apigateway.amazonaws.com", arn), arn).to.equal(true);
      }
      for (const { id, inputs } of recording.ofType("aws:apigateway/authorizer:Authorizer")) {
        if (inputs.authorizerUri === undefined) continue;
        const arn = `${textOf(api.state.executionArn)}/authorizers/${id}`;
        expect(permits(recording, functionNameOf(inputs.authorizerUri), "apigateway.amazonaws.com", arn)).to.equal(true);
      }
      const pool = recording.one("aws:cognito/userPool:UserPool");
      const trigger = inputOf(pool.inputs, "lambdaConfig", "preTokenGenerationConfig", "lambdaArn");
      if (trigger !== undefined) {
        const name = textOf(trigger).split(":").at(-1) ?? "";
        expect(permits(recording, name, "cognito-idp.amazonaws.com", textOf(pool.state.arn))).to.equal(true);
      }
      for (const { inputs } of recording.ofType("aws:lambda/permission:Permission")) {
        expect(textOf(inputs.sourceArn)).to.match(/^arn:aws:(execute-api|cognito-idp):us-east-1:123456789012:[^*]+(\/\*)?$/);
      }
    });

    it("gives each function its own role with explicit actions and resources", async () => {
      const recording = await recordStrategy(strategy);
      const functions = recording.ofType("aws:lambda/function:Function");

      expect(new Set(functions.map(({ inputs }) => inputs.role))).to.have.lengthOf(functions.length);
      expect(recording.ofType("aws:iam/rolePolicy:RolePolicy")).to.have.lengthOf(functions.length);
      for (const policy of recording.ofType("aws:iam/rolePolicy:RolePolicy")) {
        for (const { Action, Resource } of statementsOf(policy)) {
          for (const action of Action) expect(action).to.match(/^[a-z-]+:[A-Za-z]+$/);
          for (const resource of Resource) expect(resource).to.match(/^arn:aws:[a-z]+:us-east-1:123456789012:[^*]+(:\*)?$/);
        }
      }
      expect(statementsOf(recording.one("aws:iam/rolePolicy:RolePolicy", "pets"))[1]).to.deep.equal({
        Effect: "Allow",
        Action: ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
        Resource: [recording.one("aws:dynamodb/table:Table").state.arn],
      });
      expect(recording.ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")).to.deep.equal([]);
    });

    it("runs each function on the newest Node LTS, with JSON logs of its own that expire", async () => {
      const config = { logRetentionDays: "30", functionMemoryMb: "512", functionArchitecture: "x86_64" };
      const recording = await recordStrategy(strategy, { config });

      for (const { name, inputs } of recording.ofType("aws:lambda/function:Function")) {
        const logGroup = recording.one("aws:cloudwatch/logGroup:LogGroup", name);
        expect(inputs).to.deep.include({ runtime: "nodejs24.x", memorySize: 512, architectures: ["x86_64"] });
        expect(inputs.timeout).to.be.a("number").within(1, 10);
        expect(inputs.loggingConfig).to.include({ logFormat: "JSON", logGroup: logGroup.state.name });
        expect(logGroup.inputs).to.include({ retentionInDays: 30 });
        expect(textOf(logGroup.state.name).startsWith(`/aws/lambda/pets-test-${name}-`)).to.equal(true);
      }
      const defaults = await recordStrategy(strategy);
      for (const { inputs } of defaults.ofType("aws:lambda/function:Function")) {
        expect(inputs).to.deep.include({ memorySize: 256, architectures: ["arm64"], tracingConfig: { mode: "PassThrough" } });
      }
    });

    it("traces only if configured", async () => {
      const traced = await recordStrategy(strategy, { config: { xray: "true" } });

      for (const { inputs } of traced.ofType("aws:lambda/function:Function"))
        expect(inputs.tracingConfig).to.deep.equal({ mode: "Active" });
      for (const policy of traced.ofType("aws:iam/rolePolicy:RolePolicy")) {
        expect(statementsOf(policy).filter(({ Resource }) => Resource.includes("*"))).to.deep.equal([
          { Effect: "Allow", Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource: ["*"] },
        ]);
      }
      expect(traced.one("aws:apigateway/stage:Stage").inputs.xrayTracingEnabled).to.equal(true);
      expect((await recordStrategy(strategy)).one("aws:apigateway/stage:Stage").inputs.xrayTracingEnabled).to.equal(false);
    });

    it("creates an on-demand, encrypted table with point-in-time recovery", async () => {
      expect((await recordStrategy(strategy)).one("aws:dynamodb/table:Table").inputs).to.deep.include({
        billingMode: "PAY_PER_REQUEST",
        hashKey: "tenantId",
        rangeKey: "id",
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true },
      });
    });

    it("throttles the stage as configured, logs nothing by default and never traces data", async () => {
      const config = { throttleRatePerSecond: "7", throttleBurst: "9" };
      const recording = await recordStrategy(strategy, { config });

      expect(recording.one("aws:apigateway/methodSettings:MethodSettings").inputs).to.deep.include({
        methodPath: "*/*",
        settings: {
          throttlingRateLimit: 7,
          throttlingBurstLimit: 9,
          loggingLevel: "OFF",
          dataTraceEnabled: false,
          metricsEnabled: false,
          cachingEnabled: false,
        },
      });
      expect(recording.one("aws:apigateway/stage:Stage").inputs).not.to.have.property("accessLogSettings");
    });

    it("logs JSON with latencies and errors if logging is on, without touching the account's settings", async () => {
      const recording = await recordStrategy(strategy, { config: { apiLogging: "on", logRetentionDays: "3" } });
      const stage = recording.one("aws:apigateway/stage:Stage");
      const access = recording.one("aws:cloudwatch/logGroup:LogGroup", "api-access");
      const execution = recording.one("aws:cloudwatch/logGroup:LogGroup", "api-execution");

      expect(inputOf(stage.inputs, "accessLogSettings", "destinationArn")).to.equal(access.state.arn);
      const fields = JSON.parse(textOf(inputOf(stage.inputs, "accessLogSettings", "format")));
      expect(Object.values(fields)).to.include.members([
        "$context.status",
        "$context.authorizer.latency",
        "$context.authorizer.status",
        "$context.authorizer.error",
        "$context.integration.latency",
        "$context.error.message",
      ]);
      expect(JSON.stringify(fields)).not.to.match(/header|token|claims/i);
      const settings = recording.one("aws:apigateway/methodSettings:MethodSettings").inputs;
      expect(inputOf(settings, "settings")).to.include({ loggingLevel: "ERROR", dataTraceEnabled: false });
      const api = recording.one("aws:apigateway/restApi:RestApi");
      expect(execution.inputs).to.include({ name: `API-Gateway-Execution-Logs_${api.id}/live`, retentionInDays: 3 });
      expect(recording.ofType("aws:apigateway/account:Account")).to.deep.equal([]);
    });

    it("returns the outputs that a client needs", async () => {
      const { outputs, ...recording } = await recordStrategy(strategy);
      const pool = recording.resources.find(({ type }) => type.includes("userPool:"));
      const client = recording.resources.find(({ type }) => type.includes("userPoolClient:"));

      expect(outputs).to.include({
        userPoolId: pool?.id,
        userPoolClientId: client?.id,
        issuer: `https://cognito-idp.us-east-1.amazonaws.com/${pool?.id}`,
        region: "us-east-1",
        strategy,
      });
      expect(outputs.apiUrl).to.match(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/live$/);
      expect(outputs.tokenUse).to.be.oneOf(["access", "id"]);
      const readme = textOf(outputs.readme);
      expect(readme).to.include(`curl -i ${outputs.apiUrl}/pets`).and.include(`--client-id ${outputs.userPoolClientId}`);
      expect(readme).not.to.include("${");
    });

    it("returns an emulator's address if configured", async () => {
      const config = { apiEndpoint: "http://{apiId}.execute-api.localhost:4566" };

      expect((await recordStrategy(strategy, { config })).outputs.apiUrl).to.match(
        /^http:\/\/[a-z0-9]{10}\.execute-api\.localhost:4566\/live$/,
      );
    });
  });
}

describe("every strategy", () => {
  it("has a stack README whose commands ask for the target, AWS or an emulator", async () => {
    for (const strategy of strategyNames) {
      const readmeOf = async (config: Readonly<Record<string, string>>) =>
        textOf((await recordStrategy(strategy, { config })).outputs.readme).match(/^.*aws cognito-idp .*$/gm) ?? [];

      const [aws, emulator] = [await readmeOf({}), await readmeOf({ cognitoEndpoint: "http://localhost:4566" })];
      expect(aws).to.have.lengthOf(4);
      for (const line of aws) expect(line).to.match(/ --region us-east-1 --(user-pool|client)-id /);
      for (const line of emulator) expect(line).to.include(" --region us-east-1 --endpoint-url http://localhost:4566 --");
    }
  });

  it("shares pool, client, table, API, routes and stage by type, name and parent, so that a change of strategy never replaces them", async () => {
    const isShared = (name: string, strategy: string) => !name.includes(strategy) && name !== "pre-token-generation";
    // Their defaults differ for these.
    const config = { userPoolPlan: "plus", advancedSecurity: "enforced" };
    const shared = await Promise.all(
      strategyNames.map(async (strategy) => {
        const { resources } = await recordStrategy(strategy, { config });
        return resources.filter(({ name }) => isShared(name, strategy)).map(({ type, name }) => `${type} ${name}`);
      }),
    );

    for (const names of shared) expect(names).to.have.members(shared[0] ?? []);
  });

  it("responds to errors alike: CORS headers on API Gateway's refusals, and one shape of body", async () => {
    const answers = await Promise.all(
      strategyNames.map(async (strategy) =>
        (await recordStrategy(strategy)).ofType("aws:apigateway/response:Response").map(({ inputs }) => inputs),
      ),
    );

    for (const responses of answers) {
      expect(responses).to.deep.equal(answers[0]);
      expect(responses.map(({ responseType }) => responseType)).to.have.members([
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "BAD_REQUEST_BODY",
      ]);
      for (const { responseParameters, responseTemplates } of responses) {
        expect(responseParameters).to.deep.equal({
          "gatewayresponse.header.Access-Control-Allow-Origin": "'http://localhost:3000'",
          "gatewayresponse.header.Vary": "'Origin'",
        });
        expect(inputOf({ responseTemplates }, "responseTemplates", "application/json")).to.match(/^\{"message":.+\}$/);
      }
    }
  });

  it("rejects an invalid config or table before creating anything", async () => {
    for (const strategy of strategyNames) {
      const bad = recordStrategy(strategy, { config: { userPoolPlan: "gold" } }).catch((error: unknown) => String(error));
      expect(await bad).to.match(/config key "pets:userPoolPlan" is "gold"/);
      const table = { ...createLargeTable(), resourceServer: "" };
      const refused = recordStrategy(strategy, {}, table).catch((error: unknown) => String(error));
      expect(await refused).to.include('resource server ""');
    }
  });
});
