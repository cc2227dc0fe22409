import type { RequestListener } from "node:http";
import { expect } from "chai";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { breakFunction, requestMachineToken } from "../../../comparison/behaviour/deployed-alterations";
import { createDeployedBehaviourTarget } from "../../../comparison/behaviour/deployed-target";
import { startAnew } from "../../../comparison/deployed/function-updates";
import { withServer } from "../../support/server";
import { type AwsRequest, withFakeAws } from "../latency/fake-aws";

const ORIGINAL = zipSync({ "index.js": strToU8("exports.handler = async () => 1;") });

/** What was put into a function, one entry for each changing request. */
function readChanges(asked: readonly AwsRequest[]) {
  return asked
    .filter(({ operation }) => operation.startsWith("PUT"))
    .map(({ body }) => {
      const { ZipFile, ...rest } = Object(body);
      if (typeof ZipFile !== "string") return rest;
      return Object.fromEntries(
        Object.entries(unzipSync(Buffer.from(ZipFile, "base64"))).map(([name, bytes]) => [name, strFromU8(bytes)]),
      );
    });
}

/** A function in a fake Lambda. `describe` returns the rest of its description after a number of changes. */
async function withFunction(
  use: (lambda: Parameters<typeof breakFunction>[0], asked: readonly AwsRequest[]) => Promise<void>,
  describe: (changes: number) => object = () => ({}),
): Promise<void> {
  await withServer(
    (_request, response) => response.end(ORIGINAL),
    async (location) => {
      let changes = 0;
      await withFakeAws(
        ({ operation }) => {
          if (operation.startsWith("PUT")) changes++;
          const Configuration = { Handler: "index.handler", Timeout: 5, LastUpdateStatus: "Successful", ...describe(changes) };
          return { Configuration, Code: { Location: location } };
        },
        ({ lambda }, asked) => use(lambda, asked),
      );
    },
  );
}

const FAULTY = { "index.js": 'exports.handler = async () => { throw new Error("broken on purpose"); };' };
const AS_IT_WAS = { "index.js": "exports.handler = async () => 1;" };

describe("breakFunction", () => {
  it("replaces the handler with failing code and a short timeout, and restores the original", async () => {
    await withFunction(async (lambda, asked) => {
      const restore = await breakFunction(lambda, "guard", "throws");
      await restore();

      expect(readChanges(asked)).to.deep.equal([{ Timeout: 1 }, FAULTY, AS_IT_WAS, { Timeout: 5 }]);
    });
  });

  it("restores everything if a change fails", async () => {
    await withFunction(
      async (lambda, asked) => {
        const error = await breakFunction(lambda, "guard", "throws").catch(String);

        expect(error).to.be.a("string");
        expect(readChanges(asked)).to.deep.equal([{ Timeout: 1 }, FAULTY, AS_IT_WAS, { Timeout: 5 }]);
      },
      (changes) => (changes === 2 ? { LastUpdateStatus: "Failed" } : {}),
    );
  });

  it("changes nothing in a function that it could not restore", async () => {
    await withFunction(
      async (lambda, asked) => {
        const error = await breakFunction(lambda, "guard", "throws").catch(String);

        expect(error).to.be.a("string");
        expect(readChanges(asked)).to.deep.equal([]);
      },
      () => ({ Handler: "no handler at all" }),
    );
  });
});

describe("startAnew", () => {
  it("changes the description, and nothing in the function's behaviour", async () => {
    await withFunction(async (lambda, asked) => {
      await startAnew(lambda, "guard", "Starts anew");

      expect(readChanges(asked)).to.deep.equal([{ Description: "Starts anew" }]);
    });
  });
});

const SCOPE = "petsapi/read";
const COGNITO = "POST AWSCognitoIdentityProviderService.";
const { signal } = new AbortController();

const answer =
  (servers: readonly string[]) =>
  ({ operation }: AwsRequest): object => {
    if (operation === `${COGNITO}ListResourceServers`) return { ResourceServers: servers.map((Identifier) => ({ Identifier })) };
    if (operation === `${COGNITO}CreateUserPoolClient`) return { UserPoolClient: { ClientId: "machine", ClientSecret: "s+/=" } };
    return operation === "POST /oauth2/token" ? { access_token: "a.b.c" } : {};
  };

const ask = async (servers: readonly string[]) => {
  const operations: string[] = [];
  const bodies: unknown[] = [];
  let token = "";
  await withFakeAws(answer(servers), async ({ cognito }, asked, cognitoUrl) => {
    token = await requestMachineToken(cognito, { userPoolId: "p", cognitoUrl }, SCOPE, signal);
    operations.push(...asked.map(({ operation }) => operation.replace(COGNITO, "")));
    bodies.push(...asked.map(({ body }) => body));
  });
  return { token, operations, bodies };
};

describe("requestMachineToken", () => {
  it("requests the scope from the token endpoint, with a new app client restricted to it", async () => {
    const { token, operations, bodies } = await ask(["petsapi"]);

    expect(token).to.equal("a.b.c");
    expect(operations).to.deep.equal(["ListResourceServers", "CreateUserPoolClient", "POST /oauth2/token"]);
    expect(bodies[1]).to.deep.include({ AllowedOAuthFlows: ["client_credentials"], AllowedOAuthScopes: [SCOPE] });
    expect(bodies[2]).to.deep.equal({ grant_type: "client_credentials", scope: SCOPE });
  });

  it("adds the table's scopes to a pool without them", async () => {
    const { operations, bodies } = await ask(["other"]);

    expect(operations[1]).to.equal("CreateResourceServer");
    expect(bodies[1]).to.deep.include({ Identifier: "petsapi", Name: "petsapi" });
    expect(Object(bodies[1]).Scopes.map(({ ScopeName }: { ScopeName: string }) => ScopeName)).to.deep.equal(["read", "write"]);
  });

  it("authenticates with the secret, and does not reveal it in an error", async () => {
    const sent: (string | undefined)[] = [];
    const refuse: RequestListener = ({ headers }, response) => {
      sent.push(headers.authorization);
      response.writeHead(400).end('{"error":"invalid_scope"}');
    };

    await withFakeAws(answer([]), ({ cognito }) =>
      withServer(refuse, async (cognitoUrl) => {
        const error = await requestMachineToken(cognito, { userPoolId: "p", cognitoUrl }, SCOPE, signal).catch(String);

        expect(error).to.equal("Error: the token endpoint refused client credentials: 400");
      }),
    );
    expect(sent).to.deep.equal([`Basic ${Buffer.from("machine:s+/=").toString("base64")}`]);
  });
});

describe("createDeployedBehaviourTarget", () => {
  it("has no stacks with claims, a directory or a permission map of their own, and says where they are asked", async () => {
    await withFakeAws(answer([]), async (clients) => {
      const deployment = { region: "us-east-1", stacks: [], clients, configure: async () => undefined, destroy: async () => [] };
      const options = { deployment: { ...deployment, target: "emulator" as const }, maxWaitSeconds: 0, signal };
      const { findObstacle } = await createDeployedBehaviourTarget(options);

      for (const conditions of [{ hasClaims: true }, { userDirectory: "refuse" }, { userDirectory: "omit" }] as const)
        expect(findObstacle(conditions)).to.include("npm run test:deploy asks stacks with all three");
    });
  });

  it("can request machine tokens on an emulator, and says why not on AWS, where they cost extra", async () => {
    await withFakeAws(answer([]), async (clients) => {
      const deployment = { region: "us-east-1", stacks: [], clients, configure: async () => undefined, destroy: async () => [] };
      const obstacleOn = async (target: "aws" | "emulator") => {
        const options = { deployment: { ...deployment, target }, maxWaitSeconds: 0, signal };
        return (await createDeployedBehaviourTarget(options)).findObstacle({ hasMachines: true });
      };

      expect(await obstacleOn("emulator")).to.equal(undefined);
      expect(await obstacleOn("aws"))
        .to.include("AWS bills")
        .and.include("ask the target engine");
    });
  });
});
