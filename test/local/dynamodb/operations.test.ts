import { expect } from "chai";
import { createTestTable } from "./support";

describe("operations", () => {
  const idOf = (id: string) => ({ id: { S: id } });
  const put = (id: string, rest: object = {}) => ({ Item: { ...idOf(id), ...rest } });
  type Ask = Awaited<ReturnType<typeof createTestTable>>["ask"];

  const messageOf = (ask: Ask, operation: string, input: object) => {
    const { status, body } = ask(operation, input);
    return `${status} ${String(body.__type).split("#")[1]}: ${body.message}`;
  };

  /** Every id, in pages of a given size. */
  const listAll = (ask: Ask, Limit: number) => {
    const ids: string[] = [];
    let start: unknown;
    do {
      const { body } = ask("Scan", { Limit, ...(start === undefined ? {} : { ExclusiveStartKey: start }) });
      if (!Array.isArray(body.Items)) throw new Error("no items");
      ids.push(...body.Items.map((item) => item.id.S));
      start = body.LastEvaluatedKey;
    } while (start !== undefined);
    return ids;
  };

  it("put, get, replace and delete an item", async () => {
    const { ask } = await createTestTable();
    const nested = { tags: { L: [{ S: "a" }, { M: { x: { N: "-1.5" }, y: { NULL: true }, z: { BOOL: false } } }] } };

    expect(ask("PutItem", put("1", nested))).to.deep.equal({ status: 200, body: {} });
    expect(ask("GetItem", { Key: idOf("1"), ConsistentRead: true }).body).to.deep.equal(put("1", nested));
    ask("PutItem", put("1"));
    expect(ask("GetItem", { Key: idOf("1") }).body).to.deep.equal(put("1"));
    expect(ask("DeleteItem", { Key: idOf("1") })).to.deep.equal({ status: 200, body: {} });
    expect(ask("GetItem", { Key: idOf("1") })).to.deep.equal({ status: 200, body: {} });
    expect(ask("DeleteItem", { Key: idOf("1") }).status).to.equal(200);
  });

  it("check an item's existence, and change nothing if that fails", async () => {
    const { ask } = await createTestTable();
    const failed = "400 ConditionalCheckFailedException: The conditional request failed";
    const [isThere, isNotThere] = ["attribute_exists(id)", " attribute_not_exists ( id ) "];

    expect(messageOf(ask, "PutItem", { ...put("1"), ConditionExpression: isThere })).to.equal(failed);
    expect(messageOf(ask, "DeleteItem", { Key: idOf("1"), ConditionExpression: isThere })).to.equal(failed);
    expect(ask("PutItem", { ...put("1", { name: { S: "first" } }), ConditionExpression: isNotThere }).status).to.equal(200);
    expect(messageOf(ask, "PutItem", { ...put("1"), ConditionExpression: isNotThere })).to.equal(failed);
    expect(messageOf(ask, "DeleteItem", { Key: idOf("1"), ConditionExpression: isNotThere })).to.equal(failed);
    expect(ask("GetItem", { Key: idOf("1") }).body).to.have.nested.property("Item.name.S", "first");
    expect(ask("DeleteItem", { Key: idOf("1"), ConditionExpression: isThere }).status).to.equal(200);
  });

  it("list every item once in pages, with a last key even if the page ends with the table", async () => {
    const { ask } = await createTestTable();
    const ids = Array.from({ length: 20 }, (_, index) => `pet-${index}`);
    for (const id of ids) ask("PutItem", put(id));

    for (const limit of [1, 7, 20, 100]) expect(listAll(ask, limit).sort()).to.deep.equal([...ids].sort());
    expect(ask("Scan", { Limit: 20 }).body)
      .to.include({ Count: 20, ScannedCount: 20 })
      .and.to.have.property("LastEvaluatedKey");
    expect(ask("Scan", { Limit: 21 }).body).not.to.have.property("LastEvaluatedKey");
    // DynamoDB has no order that anybody may rely on.
    expect(listAll(ask, 100))
      .not.to.deep.equal(ids)
      .and.not.to.deep.equal([...ids].sort());
  });

  it("continue after an item that has been deleted", async () => {
    const { ask } = await createTestTable();
    for (let index = 0; index < 9; index++) ask("PutItem", put(String(index)));
    const [first, second, ...others] = listAll(ask, 100);

    ask("DeleteItem", { Key: idOf(second ?? "") });

    expect(ask("Scan", { ExclusiveStartKey: idOf(second ?? "") }).body.Count).to.equal(7);
    expect(listAll(ask, 3)).to.deep.equal([first, ...others]);
  });

  it("end a page at one megabyte", async () => {
    const { ask } = await createTestTable();
    for (let index = 0; index < 5; index++) ask("PutItem", put(String(index), { text: { S: "x".repeat(300 * 1024) } }));

    expect(ask("Scan", {}).body).to.include({ Count: 4 }).and.to.have.property("LastEvaluatedKey");
    expect(listAll(ask, 100)).to.have.lengthOf(5);
  });

  it("refuse keys and items that DynamoDB refuses, in its words", async () => {
    const { ask } = await createTestTable();
    const deep = Array.from({ length: 40 }).reduce<object>((inner) => ({ L: [inner] }), { S: "" });
    const faults: readonly [string, object, string][] = [
      ["GetItem", { Key: {} }, "The provided key element does not match the schema"],
      ["GetItem", { Key: { id: { N: "1" } } }, "The provided key element does not match the schema"],
      ["GetItem", { Key: { ...idOf("1"), name: { S: "x" } } }, "The provided key element does not match the schema"],
      ["DeleteItem", { Key: idOf("") }, "cannot contain an empty string value. Key: id"],
      ["GetItem", { Key: idOf("x".repeat(2049)) }, "Size of hashkey has exceeded the maximum size limit of2048 bytes"],
      ["Scan", { ExclusiveStartKey: {} }, "The provided starting key is invalid: The provided key element"],
      ["PutItem", { Item: { name: { S: "x" } } }, "Missing the key id in the item"],
      ["PutItem", { Item: { id: { N: "1" } } }, "Type mismatch for key id expected: S actual: N"],
      ["PutItem", put(""), "cannot contain an empty string value. Key: id"],
      ["PutItem", put("1", { text: { S: "x".repeat(400 * 1024) } }), "Item size has exceeded the maximum allowed size"],
      ["PutItem", put("1", { deep }), "Nesting Levels have exceeded supported limits"],
      ["PutItem", put("1", { none: {} }), "exactly one of the supported datatypes"],
      ["PutItem", put("1", { two: { S: "x", N: "1" } }), "exactly one of the supported datatypes"],
    ];
    for (const [operation, input, message] of faults)
      expect(messageOf(ask, operation, input))
        .to.match(/^400 ValidationException: /)
        .and.include(message);
    expect(ask("Scan", {}).body.Count).to.equal(0);
    expect(ask("PutItem", put("x".repeat(2048))).status).to.equal(200);
  });

  it("refuse what is not imitated, by name", async () => {
    const { ask } = await createTestTable();
    const imitated = "imitates the conditions attribute_exists(id) and attribute_not_exists(id)";
    const faults: readonly [string, object, string][] = [
      ["PutItem", { ...put("1"), ReturnValues: "ALL_OLD" }, "ReturnValues"],
      ["PutItem", { ...put("1"), ConditionExpression: "attribute_exists(name)" }, imitated],
      ["PutItem", { ...put("1"), ConditionExpression: "attribute_exists(id) OR attribute_not_exists(id)" }, imitated],
      ["PutItem", { ...put("1"), ConditionExpression: "ATTRIBUTE_EXISTS(id)" }, imitated],
      ["PutItem", { ...put("1"), ConditionExpression: "" }, imitated],
      ["PutItem", put("1", { set: { SS: ["a"] } }), '"set" is SS'],
      ["PutItem", put("1", { number: { N: "1.0" } }), '"number" is N'],
      ["Scan", { FilterExpression: "id = :id" }, "FilterExpression"],
      ["Scan", { Limit: 0 }, "Limit"],
      ["GetItem", { Key: "1" }, "Key"],
    ];
    for (const [operation, input, named] of faults)
      expect(messageOf(ask, operation, input))
        .to.match(/^400 ValidationException: /)
        .and.include(named);
    expect(ask("Scan", {}).body.Count).to.equal(0);
  });
});
