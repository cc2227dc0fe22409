import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { type DirectoryProxy, startDirectoryProxy } from "../../../comparison/behaviour/directory-proxy";
import { readStack } from "../../../local/stack";
import { recordStrategy } from "../../support/programs";
import { withServer } from "../../support/server";

describe("startDirectoryProxy", () => {
  const DIRECTORY = { userDirectory: "table", userPoolPlan: "essentials", advancedSecurity: "off" };
  let proxy: DirectoryProxy;
  beforeEach(async () => {
    proxy = await startDirectoryProxy();
  });
  afterEach(() => proxy.stop());

  /** Where a function that uses the directory finds it, by what comes before its code. */
  async function findDetour(endpoint: string): Promise<string> {
    const stack = await readStack(await recordStrategy("access-token-scopes", { config: DIRECTORY }));
    const led = proxy.lead(stack).functions.find(({ name }) => name === "pre-token-generation");
    const process = { env: { AWS_ENDPOINT_URL_DYNAMODB: endpoint } };
    runInNewContext(led?.code.split("\n")[0] ?? "", { URL, process });
    return process.env.AWS_ENDPOINT_URL_DYNAMODB;
  }
  const ask = (url: string) =>
    fetch(url, { method: "POST", body: "an item", headers: { "X-Amz-Target": "GetItem" }, signal: AbortSignal.timeout(300) });
  const behindProxy = (use: (url: string) => Promise<void>) =>
    withServer(
      (request, response) => {
        request
          .resume()
          .on("end", () => response.writeHead(201, { "X-Of": `${request.url} ${request.headers["x-amz-target"]}` }).end());
      },
      async (address) => use(await findDetour(`${address}/secret/path`)),
    );

  it("passes requests and answers on unchanged while the directory answers", async () => {
    await behindProxy(async (url) => {
      const answer = await ask(url);

      expect([answer.status, answer.headers.get("x-of")]).to.deep.equal([201, "/secret/path GetItem"]);
    });
  });

  it("fails while it is down, never answers while it is slow, and recovers", async () => {
    await behindProxy(async (url) => {
      proxy.set("down");
      expect((await ask(url)).status).to.equal(500);

      proxy.set("slow");
      expect(await ask(url).catch(({ name }: Error) => name)).to.equal("TimeoutError");

      proxy.set("answers");
      expect((await ask(url)).status).to.equal(201);
    });
  });

  it("leads only functions that use the directory", async () => {
    const stack = await readStack(await recordStrategy("access-token-scopes", { config: DIRECTORY }));
    const codeOf = ({ functions }: typeof stack, name: string) => functions.find((fn) => fn.name === name)?.code;

    const led = proxy.lead(stack);

    expect(codeOf(led, "pets")).to.equal(codeOf(stack, "pets"));
    expect(codeOf(led, "pre-token-generation")).not.to.equal(codeOf(stack, "pre-token-generation"));
  });
});
