import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { accessControl } from "../../config/access-control";
import type { AccessControl, Route } from "../../config/access-rules";
import { newPetSchema } from "../../config/pet";
import { keys } from "../../config/setting-keys";
import { tokenClaims } from "../../config/token-claims";
import { createContext } from "../../infrastructure/context";
import { createCorsPreflight, createGatewayResponses } from "../../infrastructure/cors";
import { callHandler } from "../../infrastructure/entry";
import { NodeFunction } from "../../infrastructure/node-function";
import { createApiShell, type Guard, publishApi } from "../../infrastructure/rest-api";
import type { Recording } from "../../local/record";
import { strategies } from "../../strategies";
import { inputOf, record, recordStrategy, strategyNames, textOf } from "../support/programs";

const STRATEGY = "access-token-scopes";

const hashOf = (recording: Recording) =>
  textOf(inputOf(recording.one("aws:apigateway/deployment:Deployment").inputs, "triggers", "configuration"));

interface Variation {
  readonly table?: AccessControl;
  readonly guard?: Partial<Guard>;
  readonly functionName?: string;
  readonly config?: Readonly<Record<string, string>>;
}

/** Publishes an API with the test's own guard, so that one thing can change at a time. */
const publish = ({ table = accessControl, guard = {}, functionName = "pets", config = {} }: Variation = {}) =>
  record(
    async () => {
      const context = await createContext(table, tokenClaims, strategies);
      const fn = new NodeFunction(
        functionName,
        { code: callHandler("handlers/pets"), description: "pets", timeoutSeconds: 1 },
        context,
      );
      const authorize = () =>
        ({ authorization: "COGNITO_USER_POOLS", authorizerId: "a1", authorizationScopes: ["petsapi/read"] }) as const;
      publishApi(
        context,
        createApiShell(context),
        { authorize, dependsOn: [], deploymentTriggers: [{ ttl: 300 }], ...guard },
        fn,
      );
      return {};
    },
    { config },
  );

const routes: readonly Route[] = accessControl.routes;

const withRoute = (change: Partial<Route>): AccessControl => ({
  ...accessControl,
  routes: routes.map((route) => (route.method === "POST" ? { ...route, ...change } : route)),
});

describe("publishApi deployment", () => {
  it("stays the same for the same API", async () => {
    expect(hashOf(await publish())).to.match(/^[0-9a-f]{64}$/);
    expect(hashOf(await publish())).to.equal(hashOf(await publish()));
  });

  const variations: Readonly<Record<string, Variation>> = {
    "an additional method": {
      table: {
        ...accessControl,
        routes: [...accessControl.routes, { method: "PUT", path: "/pets", permission: "WritePetsAccess" }],
      },
    },
    "a removed method": { table: { ...accessControl, routes: accessControl.routes.slice(1) } },
    "another path": { table: withRoute({ path: "/animals" }) },
    "another scope": {
      guard: {
        authorize: () => ({ authorization: "COGNITO_USER_POOLS", authorizerId: "a1", authorizationScopes: ["petsapi/write"] }),
      },
    },
    "a second scope": {
      guard: {
        authorize: () => ({
          authorization: "COGNITO_USER_POOLS",
          authorizerId: "a1",
          authorizationScopes: ["petsapi/read", "petsapi/write"],
        }),
      },
    },
    "another authorizer": {
      guard: {
        authorize: () => ({ authorization: "COGNITO_USER_POOLS", authorizerId: "a2", authorizationScopes: ["petsapi/read"] }),
      },
    },
    "another type of authorizer": { guard: { authorize: () => ({ authorization: "CUSTOM", authorizerId: "a1" }) } },
    "another setting of the authorizer": { guard: { deploymentTriggers: [{ ttl: 0 }] } },
    "another function behind the integrations": { functionName: "animals" },
    "another gateway response and preflight": { config: { corsOrigins: '["https://app.example.com"]' } },
    "another model": { table: withRoute({ body: { ...newPetSchema, required: ["name"] } }) },
    "no model": { table: { ...accessControl, routes: routes.map(({ body, ...route }) => route) } },
    "another parameter": { table: withRoute({ query: ["dryRun"] }) },
  };
  for (const [change, variation] of Object.entries(variations)) {
    it(`is replaced for ${change}`, async () => {
      expect(hashOf(await publish(variation))).not.to.equal(hashOf(await publish()));
    });
  }

  it("is replaced for another cache TTL of the Lambda authorizer", async () => {
    const withTtl = (authorizerCacheTtlSeconds: string) =>
      recordStrategy("id-token-lambda-authorizer", { config: { authorizerCacheTtlSeconds } });

    expect(hashOf(await withTtl("0"))).not.to.equal(hashOf(await withTtl("300")));
  });

  it("stays the same for changes that do not affect it", async () => {
    const same = await publish({
      config: { throttleRatePerSecond: "1", xray: "true", apiLogging: "on", functionMemoryMb: "128" },
    });

    expect(hashOf(same)).to.equal(hashOf(await publish()));
  });

  it("waits for every method, integration, response, model and permission, and creates no stage itself", async () => {
    const recording = await recordStrategy("id-token-lambda-authorizer");
    const { inputs, options } = recording.one("aws:apigateway/deployment:Deployment");

    const waited = Array.isArray(options.dependsOn) ? options.dependsOn : [];
    const parts = recording.resources.filter(({ type }) =>
      /^aws:(apigateway\/(method|methodResponse|integration|integrationResponse|response|model)|lambda\/permission):/.test(type),
    );
    expect(waited).to.have.lengthOf(parts.length);
    expect(inputs).to.have.all.keys("restApi", "triggers");
  });

  it("is created before its predecessor is deleted, and is the one that the stage points to", async () => {
    const recording = await recordStrategy(STRATEGY);
    const { id, options } = recording.one("aws:apigateway/deployment:Deployment");

    expect(options).not.to.have.property("deleteBeforeReplace");
    expect(recording.one("aws:apigateway/stage:Stage").inputs.deployment).to.equal(id);
  });
});

describe("gateway responses and preflights", () => {
  /** What in it must trigger a deployment, resolved, for a config. */
  const triggersUnder = async (corsOrigins: string) => {
    const { outputs } = await record(
      async () => {
        const context = await createContext(accessControl, tokenClaims, strategies);
        const shell = createApiShell(context);
        const responses = createGatewayResponses(context, shell);
        const preflight = createCorsPreflight(context, shell, { path: "/pets", resourceId: "r1", methods: ["GET"] });
        return { responses: pulumi.output([...responses.triggers]), preflight: pulumi.output([...preflight.triggers]) };
      },
      { config: { corsOrigins } },
    );
    return outputs;
  };

  it("trigger a deployment when their headers change, each of the two independently", async () => {
    const one = await triggersUnder('["https://a.example"]');
    const other = await triggersUnder('["https://b.example"]');

    for (const part of ["responses", "preflight"]) {
      expect(one[part], part).to.deep.equal((await triggersUnder('["https://a.example"]'))[part]);
      expect(one[part], part).not.to.deep.equal(other[part]);
    }
  });
});

describe("publishApi methods", () => {
  for (const strategy of strategyNames) {
    it(`cover every route of the table behind the one authorizer of ${strategy}, and preflights`, async () => {
      const recording = await recordStrategy(strategy);
      const authorizer = recording.one("aws:apigateway/authorizer:Authorizer");
      const [open, guarded] = [true, false].map((isOpen) =>
        recording.ofType("aws:apigateway/method:Method").filter(({ inputs }) => (inputs.authorization === "NONE") === isOpen),
      );

      const paths = new Set(routes.map(({ path }) => path));
      expect(open?.map(({ name, inputs }) => `${name} ${inputs.httpMethod}`)).to.have.members(
        Array.from(paths, (path) => `OPTIONS${path} OPTIONS`),
      );
      expect(guarded?.map(({ name }) => name)).to.have.members(routes.map(({ method, path }) => `${method}${path}`));
      for (const { inputs } of guarded ?? []) expect(inputs.authorizerId).to.equal(authorizer.id);
    });
  }

  it("have unique names for any two routes", async () => {
    const alike: readonly Route[] = ["/a-b", "/a/b", "/a/{b}", "/ab"].map((path) => ({
      method: "GET",
      path: `/${path.slice(1)}`,
      permission: "ReadPetsAccess",
    }));

    const recording = await publish({ table: { ...accessControl, routes: alike } });

    expect(recording.ofType("aws:apigateway/resource:Resource").map(({ name }) => name)).to.have.members([
      "/a-b",
      "/a",
      "/a/b",
      "/a/{b}",
      "/ab",
    ]);
  });

  it("validate parameters and bodies before the function runs", async () => {
    const recording = await recordStrategy(STRATEGY);
    const validator = recording.one("aws:apigateway/requestValidator:RequestValidator");
    const method = (name: string) => recording.one("aws:apigateway/method:Method", name).inputs;

    expect(validator.inputs).to.include({ validateRequestBody: true, validateRequestParameters: true });
    for (const name of ["GET/pets", "GET/pets/{petId}", "POST/pets", "DELETE/pets/{petId}"]) {
      expect(method(name).requestValidatorId).to.equal(validator.id);
    }
    expect(method("GET/pets").requestParameters).to.deep.equal({
      "method.request.querystring.limit": false,
      "method.request.querystring.cursor": false,
    });
    expect(method("GET/pets/{petId}").requestParameters).to.deep.equal({ "method.request.path.petId": true });
    expect(method("POST/pets").requestModels).to.deep.equal({ "application/json": "NewPet" });
  });

  it("use the handler's validation schema as their model", async () => {
    const { inputs } = (await recordStrategy(STRATEGY)).one("aws:apigateway/model:Model");

    const { $schema, ...schema } = JSON.parse(textOf(inputs.schema));
    expect($schema).to.equal("http://json-schema.org/draft-04/schema#");
    expect(schema).to.deep.equal(newPetSchema);
    expect(inputs.name).to.equal("NewPet");
  });
});

describe("createCorsPreflight", () => {
  const responseOf = async (corsOrigins: string) =>
    (await recordStrategy(STRATEGY, { config: { corsOrigins } })).one(
      "aws:apigateway/integrationResponse:IntegrationResponse",
      "OPTIONS/pets",
    ).inputs;

  it("allows the one origin, the methods of the path and the headers that a client sends", async () => {
    const { responseParameters, statusCode, ...rest } = await responseOf('["https://app.example.com"]');

    expect(statusCode).to.equal("204");
    expect(responseParameters).to.deep.equal({
      "method.response.header.Access-Control-Allow-Headers": `'${keys.corsAllowHeaders.default.join(",")}'`,
      "method.response.header.Access-Control-Allow-Methods": "'GET,POST'",
      "method.response.header.Access-Control-Allow-Origin": "'https://app.example.com'",
      "method.response.header.Access-Control-Max-Age": "'600'",
      "method.response.header.Vary": "'Origin'",
    });
    expect(rest).not.to.have.property("responseTemplates");
  });

  it("allows the headers that the config names", async () => {
    const config = { corsAllowHeaders: '["Authorization","Content-Type","X-Tenant"]' };
    const recording = await recordStrategy(STRATEGY, { config });

    const { inputs } = recording.one("aws:apigateway/integrationResponse:IntegrationResponse", "OPTIONS/pets/{petId}");
    expect(inputOf(inputs, "responseParameters", "method.response.header.Access-Control-Allow-Headers")).to.equal(
      "'Authorization,Content-Type,X-Tenant'",
    );
  });

  it("changes no method response when one origin becomes several", async () => {
    const responses = async (corsOrigins: string) =>
      (await recordStrategy(STRATEGY, { config: { corsOrigins } }))
        .ofType("aws:apigateway/methodResponse:MethodResponse")
        .map(({ name, inputs }) => [name, inputs]);

    const several = await responses('["https://a.example","https://b.example"]');
    expect(several).to.deep.equal(await responses('["https://a.example"]'));
    expect(several).to.deep.equal(await responses('["*"]'));
  });

  it("sets no integration method on AWS, which would show as a change in every update", async () => {
    const mock = async (config: Record<string, string>) =>
      (await recordStrategy(STRATEGY, { config })).one("aws:apigateway/integration:Integration", "OPTIONS/pets").inputs;

    expect(await mock({})).not.to.have.property("integrationHttpMethod");
    expect(await mock({ apiEndpoint: "http://localhost:4566/{apiId}" })).to.include({ integrationHttpMethod: "POST" });
  });

  it("returns the requesting origin if several are allowed, and only if it is one of them", async () => {
    const { responseParameters, responseTemplates } = await responseOf('["https://a.example","https://b.example"]');

    expect(responseParameters).to.include({ "method.response.header.Vary": "'Origin'" });
    const template = textOf(inputOf({ responseTemplates }, "responseTemplates", "application/json"));
    expect(template).to.include('$origin == "https://a.example" || $origin == "https://b.example"');
  });
});
