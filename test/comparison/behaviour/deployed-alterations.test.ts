import { expect } from "chai";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { breakFunction } from "../../../comparison/behaviour/deployed-alterations";
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
