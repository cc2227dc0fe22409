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

  describe("on a table with a range key", () => {
    const both = (tenantId: string, id: string) => ({ tenantId: { S: tenantId }, id: { S: id } });
    const ofTenant = (tenantId: string, rest: object = {}) => ({
      KeyConditionExpression: "tenantId = :tenant",
      ExpressionAttributeValues: { ":tenant": { S: tenantId } },
      ...rest,
    });
    const createVisits = () => createTestTable({ tableName: "visits" });
    const idsOf = ({ body }: ReturnType<Ask>) => {
      if (!Array.isArray(body.Items)) throw new Error(JSON.stringify(body));
      return body.Items.map((item) => item.id.S);
    };

    it("distinguish items by both keys", async () => {
      const { ask } = await createVisits();
      const keys = [both("a", "1"), both("a", "2"), both("b", "1"), both('a","', "1"), both("a", '","1'), both("a\ud800", "1")];
      for (const [index, key] of keys.entries()) ask("PutItem", { Item: { ...key, n: { N: String(index) } } });

      for (const [index, Key] of keys.entries())
        expect(ask("GetItem", { Key }).body, JSON.stringify(Key)).to.have.nested.property("Item.n.N", String(index));
      ask("DeleteItem", { Key: both("a", "1") });
      expect(ask("GetItem", { Key: both("a", "1") }).body).to.deep.equal({});
      expect(ask("Scan", {}).body.Count).to.equal(keys.length - 1);
    });

    it("check an item's existence by either key", async () => {
      const { ask } = await createVisits();
      const Item = both("a", "1");
      for (const name of ["tenantId", "id"]) {
        const [isThere, isNotThere] = [`attribute_exists(${name})`, `attribute_not_exists(${name})`];
        expect(messageOf(ask, "PutItem", { Item, ConditionExpression: isThere }), name).to.include("ConditionalCheckFailed");
        expect(ask("PutItem", { Item, ConditionExpression: isNotThere }).status).to.equal(200);
        expect(messageOf(ask, "PutItem", { Item, ConditionExpression: isNotThere })).to.include("ConditionalCheckFailed");
        expect(ask("PutItem", { Item: both("a", "2"), ConditionExpression: isNotThere }).status).to.equal(200);
        for (const Key of [Item, both("a", "2")])
          expect(ask("DeleteItem", { Key, ConditionExpression: isThere }).status).to.equal(200);
      }
      expect(messageOf(ask, "PutItem", { Item, ConditionExpression: "attribute_exists(name)" })).to.include("imitates");
    });

    it("query only the items of one hash key, sorted by the bytes of their range keys", async () => {
      const { ask } = await createVisits();
      // In UTF-16 order the last two would be swapped.
      const ordered = ["1", "10", "2", "B", "a", "aa", "ab", "ä", "\uffff", "🐈"];
      for (const id of ordered.toReversed()) for (const tenant of ["a", "b", "ab"]) ask("PutItem", { Item: both(tenant, id) });

      for (const condition of [
        ofTenant("a"),
        ofTenant("a", { ConsistentRead: true, KeyConditionExpression: "  tenantId=:tenant " }),
        ofTenant("a", { KeyConditionExpression: "#tenant = :tenant", ExpressionAttributeNames: { "#tenant": "tenantId" } }),
        ofTenant("a", { KeyConditionExpression: "#__proto__ = :tenant", ExpressionAttributeNames: { "#__proto__": "tenantId" } }),
      ]) {
        const answer = ask("Query", condition);
        expect(idsOf(answer), JSON.stringify(condition)).to.deep.equal(ordered);
        expect(answer.body).to.include({ Count: 10, ScannedCount: 10 }).and.not.to.have.property("LastEvaluatedKey");
      }
      for (const nobody of ["c", "__proto__", "constructor", "A"])
        expect(idsOf(ask("Query", ofTenant(nobody)))).to.deep.equal([]);
    });

    it("query every item once in pages that never leave their hash key", async () => {
      const { ask } = await createVisits();
      const ids = Array.from({ length: 20 }, (_, index) => String(index).padStart(2, "0"));
      for (const id of ids) for (const tenant of ["a", "b", "c", "d"]) ask("PutItem", { Item: both(tenant, id) });

      for (const tenant of ["a", "b", "c", "d"])
        for (const Limit of [1, 7, 20, 100]) {
          const seen: string[] = [];
          let start: object = {};
          for (let more = true; more; ) {
            const answer = ask("Query", ofTenant(tenant, { Limit, ...start }));
            seen.push(...idsOf(answer));
            const { LastEvaluatedKey } = answer.body;
            more = LastEvaluatedKey !== undefined;
            if (more) expect(LastEvaluatedKey).to.deep.equal(both(tenant, seen.at(-1) ?? ""));
            start = { ExclusiveStartKey: LastEvaluatedKey };
          }
          expect(seen, `${tenant} by ${Limit}`).to.deep.equal(ids);
        }
      expect(ask("Query", ofTenant("a", { Limit: 20 })).body).to.have.property("LastEvaluatedKey");
      expect(ask("Query", ofTenant("a", { Limit: 21 })).body).not.to.have.property("LastEvaluatedKey");
    });

    it("continue a query after a deleted key, but not from another hash key", async () => {
      const { ask } = await createVisits();
      for (const id of ["1", "2", "3"]) ask("PutItem", { Item: both("a", id) });
      ask("DeleteItem", { Key: both("a", "2") });

      expect(idsOf(ask("Query", ofTenant("a", { ExclusiveStartKey: both("a", "2") })))).to.deep.equal(["3"]);
      expect(messageOf(ask, "Query", ofTenant("a", { ExclusiveStartKey: both("b", "2") }))).to.equal(
        "400 ValidationException: The provided starting key is outside query boundaries based on provided conditions",
      );
      for (const start of [{}, { tenantId: { S: "a" } }, { ...both("a", "1"), n: { S: "" } }])
        expect(messageOf(ask, "Query", ofTenant("a", { ExclusiveStartKey: start }))).to.include(
          "The provided starting key is invalid: The provided key element does not match the schema",
        );
    });

    it("scan every item once in pages, with both keys as the last key", async () => {
      const { ask } = await createVisits();
      const keys = ["a", "b", "c"].flatMap((tenant) => ["1", "2", "3"].map((id) => both(tenant, id)));
      for (const Item of keys) ask("PutItem", { Item });

      const seen: unknown[] = [];
      let start: object = {};
      for (let page = 0; page < 9; page++) {
        const { Items, LastEvaluatedKey } = ask("Scan", { Limit: 1, ...start }).body;
        seen.push(...(Array.isArray(Items) ? Items : []));
        start = { ExclusiveStartKey: LastEvaluatedKey };
      }

      expect(seen).to.have.deep.members(keys);
      expect(ask("Scan", { Limit: 1, ...start }).body).to.deep.equal({ Items: [], Count: 0, ScannedCount: 0 });
    });

    it("end a page of a query at one megabyte", async () => {
      const { ask } = await createVisits();
      for (let index = 0; index < 5; index++)
        ask("PutItem", { Item: { ...both("a", String(index)), text: { S: "x".repeat(300 * 1024) } } });

      expect(ask("Query", ofTenant("a")).body)
        .to.include({ Count: 4 })
        .and.to.have.property("LastEvaluatedKey");
    });

    it("refuse keys and conditions that DynamoDB refuses, in its words, and what is not imitated", async () => {
      const { ask } = await createVisits();
      const schema = "The provided key element does not match the schema";
      const names = { ExpressionAttributeNames: { "#t": "tenantId" } };
      const faults: readonly [string, object, string][] = [
        ["GetItem", { Key: { tenantId: { S: "a" } } }, schema],
        ["GetItem", { Key: { id: { S: "a" } } }, schema],
        ["GetItem", { Key: { ...both("a", "1"), name: { S: "x" } } }, schema],
        ["GetItem", { Key: { tenantId: { S: "a" }, name: { S: "1" } } }, schema],
        ["GetItem", { Key: { tenantId: { S: "a" }, id: { N: "1" } } }, schema],
        ["GetItem", { Key: both("a", "") }, "cannot contain an empty string value. Key: id"],
        ["GetItem", { Key: both("", "1") }, "cannot contain an empty string value. Key: tenantId"],
        ["GetItem", { Key: both("a", "x".repeat(1025)) }, "exceeded the size limit of 1024 bytes"],
        ["GetItem", { Key: both("x".repeat(2049), "1") }, "maximum size limit of2048 bytes"],
        ["PutItem", { Item: { tenantId: { S: "a" } } }, "Missing the key id in the item"],
        ["PutItem", { Item: { id: { S: "a" } } }, "Missing the key tenantId in the item"],
        ["PutItem", { Item: { tenantId: { S: "a" }, id: { N: "1" } } }, "Type mismatch for key id expected: S actual: N"],
        ["Query", ofTenant("a", { KeyConditionExpression: "id = :tenant" }), "missed key schema element: tenantId"],
        ["Query", ofTenant("a", { KeyConditionExpression: "__proto__ = :tenant" }), "imitates the condition"],
        ["Query", ofTenant(""), "cannot contain an empty string value. Key: tenantId"],
        ["Query", ofTenant("x".repeat(2049)), "maximum size limit of2048 bytes"],
        ["Query", ofTenant("a", { KeyConditionExpression: "tenantId = :x" }), "is not defined; attribute value: :x"],
        [
          "Query",
          ofTenant("a", { KeyConditionExpression: "tenantId = :__proto__" }),
          "is not defined; attribute value: :__proto__",
        ],
        ["Query", ofTenant("a", { KeyConditionExpression: "#t = :tenant" }), "is not defined; attribute name: #t"],
        ["Query", ofTenant("a", names), "Value provided in ExpressionAttributeNames unused in expressions: keys: {#t}"],
        ["Query", ofTenant("a", { ExpressionAttributeNames: {} }), "ExpressionAttributeNames must not be empty"],
        [
          "Query",
          ofTenant("a", { ExpressionAttributeValues: { ":tenant": { S: "a" }, ":x": { S: "b" } } }),
          "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}",
        ],
        ["Query", ofTenant("a", { ExpressionAttributeValues: { ":tenant": { N: "1" } } }), "does not match schema type"],
        [
          "Query",
          ofTenant("a", { KeyConditionExpression: "#t = :tenant", ExpressionAttributeNames: { "#t": "id" } }),
          "missed key schema element",
        ],
        ["Query", {}, "KeyConditionExpression"],
        ["Query", ofTenant("a", { FilterExpression: "id = :tenant" }), "FilterExpression"],
        ["Query", ofTenant("a", { ScanIndexForward: false }), "ScanIndexForward"],
        ["Query", ofTenant("a", { IndexName: "i" }), "IndexName"],
        ["Query", ofTenant("a", { Limit: 0 }), "Limit"],
        ...[
          "",
          "tenantId = :tenant AND id = :tenant",
          "tenantId > :tenant",
          "begins_with(tenantId, :tenant)",
          ":tenant = tenantId",
        ].map((KeyConditionExpression): [string, object, string] => [
          "Query",
          ofTenant("a", { KeyConditionExpression }),
          "imitates the condition tenantId = :value",
        ]),
      ];
      for (const [operation, input, message] of faults)
        expect(messageOf(ask, operation, input), JSON.stringify(input).slice(0, 200))
          .to.match(/^400 ValidationException: /)
          .and.include(message);
      expect(ask("PutItem", { Item: both("x".repeat(2048), "x".repeat(1024)) }).status).to.equal(200);
    });
  });

  it("query a table without a range key, with at most one item per hash key", async () => {
    const { ask } = await createTestTable();
    for (const id of ["1", "2"]) ask("PutItem", put(id));
    const query = { KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": { S: "2" } } };

    expect(ask("Query", query).body).to.deep.equal({ Items: [idOf("2")], Count: 1, ScannedCount: 1 });
    expect(ask("Query", { ...query, ExclusiveStartKey: idOf("2") }).body.Count).to.equal(0);
  });
});
