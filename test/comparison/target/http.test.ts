import { expect } from "chai";
import { send } from "../../../comparison/target/http";
import { withServer } from "../../support/server";

describe("send", () => {
  it("sends exactly what it is given, and follows no redirect", async () => {
    const asked: unknown[] = [];
    await withServer(
      ({ method, url, headers }, response) => {
        asked.push([method, url, headers["content-type"], headers["content-length"]]);
        response.writeHead(302, { Location: "/elsewhere" }).end("moved");
      },
      async (address) => {
        const { status, headers, text } = await send(`${address}/x`, { method: "POST", body: "{}" });

        expect([status, headers.get("location"), text]).to.deep.equal([302, "/elsewhere", "moved"]);
      },
    );
    expect(asked).to.deep.equal([["POST", "/x", undefined, "2"]]);
  });

  it("names the request without a response, and throws the reason of a signal that aborts it", async () => {
    let closed = "";
    await withServer(
      (_request, response) => response.end(),
      async (address) => {
        closed = address;
      },
    );
    const reason = new Error("stopped by SIGINT");

    expect(await send(closed, {}).catch(String)).to.match(new RegExp(`^Error: GET ${closed} got no answer: TypeError`));
    expect(await send(closed, {}, AbortSignal.abort(reason)).catch((error: unknown) => error)).to.equal(reason);
  });
});
