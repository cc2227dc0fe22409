import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { expect } from "chai";
import { LOOKUP_TIMEOUT_SECONDS } from "../../config/token-generation";
import { createDirectory, createRecordFinder, type Directory } from "../../handlers/lib/user-directory";
import { createHandler } from "../../handlers/post-confirmation";
import { type AwsAnswer, withAwsAnswers } from "../support/aws-answers";
import { withoutConsole } from "../support/console";

const ENVIRONMENT = { USER_DIRECTORY_TABLE: "directory", ON_DIRECTORY_FAILURE: "refuse", ON_UNKNOWN_USER: "refuse" };
const OMIT = { ...ENVIRONMENT, ON_DIRECTORY_FAILURE: "omit", ON_UNKNOWN_USER: "omit" };
const item = { userId: "u1", tenantId: "acme", entitlements: ["reports"] };
const holding = (found: Readonly<Record<string, unknown>> | undefined): Directory => ({
  get: async () => found,
  add: async () => undefined,
});
const failing: Directory = { get: () => Promise.reject(new Error("down")), add: () => Promise.reject(new Error("down")) };

describe("createRecordFinder", () => {
  const find = (environment: typeof ENVIRONMENT, directory: Directory) =>
    withoutConsole(() => createRecordFinder(environment, directory)("u1").catch((error: Error) => error.message));

  it("finds a user's record", async () => {
    expect((await find(ENVIRONMENT, holding(item))).result).to.deep.equal(item);
  });

  it("refuses with one safe sentence, or leaves out, who has no record, another's or a bad one, or cannot be looked up", async () => {
    const sentences = {
      unknown: "Your account has not been set up yet, ask an administrator",
      failed: "Your account cannot be looked up right now, try again in a minute",
    };
    for (const [directory, sentence] of [
      [holding(undefined), sentences.unknown],
      [holding({ ...item, userId: "u2" }), sentences.unknown],
      [holding({ ...item, tenantId: "-" }), sentences.failed],
      [failing, sentences.failed],
    ] as const) {
      expect((await find(ENVIRONMENT, directory)).result).to.equal(sentence);
      expect((await find(OMIT, directory)).result).to.equal(undefined);
    }
  });

  it("decides on failures and on unknown users apart", async () => {
    expect((await find({ ...ENVIRONMENT, ON_UNKNOWN_USER: "omit" }, holding(undefined))).result).to.equal(undefined);
    expect((await find({ ...ENVIRONMENT, ON_UNKNOWN_USER: "omit" }, failing)).result).to.be.a("string");
    expect((await find({ ...ENVIRONMENT, ON_DIRECTORY_FAILURE: "omit" }, failing)).result).to.equal(undefined);
    expect((await find({ ...ENVIRONMENT, ON_DIRECTORY_FAILURE: "omit" }, holding(undefined))).result).to.be.a("string");
  });

  it("logs one line with what is wrong", async () => {
    expect((await find(ENVIRONMENT, failing)).lines).to.have.lengthOf(1);
    expect((await find(OMIT, holding({ ...item, tenantId: 7 }))).lines).to.have.lengthOf(1);
    expect((await find(OMIT, holding(undefined))).lines).to.have.lengthOf(1);
  });
});

describe("createDirectory", () => {
  const withTable = (
    answers: readonly AwsAnswer[],
    use: (directory: Directory, asked: readonly { readonly operation: string }[]) => Promise<void>,
  ) => withAwsAnswers(answers, (asked) => use(createDirectory(ENVIRONMENT), asked));
  const stored = { userId: { S: "u1" }, tenantId: { S: "acme" }, entitlements: { L: [{ S: "reports" }] } };
  const conditionFailed = [
    400,
    { __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", message: "no" },
  ] as const;

  it("reads an item that was just written", async () => {
    await withTable([[200, { Item: stored }]], async (directory, asked) => {
      expect(await directory.get("u1")).to.deep.equal(item);
      expect(asked).to.deep.equal([
        { operation: "GetItem", TableName: "directory", Key: { userId: { S: "u1" } }, ConsistentRead: true },
      ]);
    });
  });

  it("tries twice, also where the table does not answer, and then gives up", async () => {
    await withTable(
      [
        [500, {}],
        [200, { Item: stored }],
      ],
      async (directory) => {
        expect(await directory.get("u1")).to.deep.equal(item);
      },
    );
    await withTable([undefined, [200, {}]], async (directory) => {
      expect(await directory.get("u1")).to.equal(undefined);
    });
    await withTable([undefined, undefined, [200, {}]], async (directory, asked) => {
      const startedAt = performance.now();
      expect(await directory.get("u1").catch(() => "gave up")).to.equal("gave up");
      expect(asked).to.have.lengthOf(2);
      expect(performance.now() - startedAt).to.be.lessThan(LOOKUP_TIMEOUT_SECONDS * 1000);
    });
    await withTable(
      [
        [500, {}],
        [500, {}],
        [200, { Item: stored }],
      ],
      async (directory, asked) => {
        expect(await directory.get("u1").catch(() => "gave up")).to.equal("gave up");
        expect(asked).to.have.lengthOf(2);
      },
    );
  });

  it("adds a record, and leaves an existing one as it is", async () => {
    await withTable([[200, {}], conditionFailed], async (directory, asked) => {
      await directory.add(item);
      await directory.add(item);

      expect(asked).to.have.lengthOf(2);
      expect(asked[0]).to.deep.equal({
        operation: "PutItem",
        TableName: "directory",
        Item: stored,
        ConditionExpression: "attribute_not_exists(userId)",
      });
    });
  });
});

describe("post-confirmation trigger", () => {
  const event: PostConfirmationTriggerEvent = {
    version: "1",
    region: "us-east-1",
    userPoolId: "us-east-1_1",
    userName: "u1",
    callerContext: { awsSdkVersion: "1", clientId: "c" },
    triggerSource: "PostConfirmation_ConfirmSignUp",
    request: { userAttributes: { sub: "u1", email: "ada@example.com" } },
    response: {},
  };
  const recording = () => {
    const added: unknown[] = [];
    const add: Directory["add"] = async (record) => {
      added.push(record);
    };
    return { added, directory: { ...holding(undefined), add } };
  };

  it("gives a new user a tenant of their own and no entitlements, and returns the event", async () => {
    const { added, directory } = recording();

    expect(await createHandler(ENVIRONMENT, directory)(event)).to.equal(event);
    expect(added).to.deep.equal([{ userId: "u1", tenantId: "u1", entitlements: [] }]);
  });

  it("does nothing after a forgotten password", async () => {
    const { added, directory } = recording();
    await createHandler(ENVIRONMENT, directory)({ ...event, triggerSource: "PostConfirmation_ConfirmForgotPassword" });

    expect(added).to.deep.equal([]);
  });

  it("tells the user in one safe sentence that the record could not be written", async () => {
    const { result, lines } = await withoutConsole(() => createHandler(ENVIRONMENT, failing)(event).catch(String));

    expect(result).to.equal("Error: Your account is confirmed, but could not be set up; ask an administrator");
    expect(lines).to.have.lengthOf(1);
  });
});
