import { expect } from "chai";
import fc from "fast-check";
import type { Item, Key } from "../../../local/dynamodb/items";
import { isKeptItem, Table } from "../../../local/dynamodb/table";

const KEYS = { hashKey: "tenantId", rangeKey: "id" } as const;
/** Texts that a careless join of two keys, or a careless order, mixes up. */
const texts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", "aa", "ab", "b") },
  fc.constantFrom("\ud800", "\udfff"),
  fc.constantFrom("1", "10", '","', '["a"', "a/", "__proto__", "constructor", "ä", "\uffff", "🐈"),
);
const changes = fc.array(fc.record({ hash: texts, range: texts, isPut: fc.boolean() }), { maxLength: 60 });

const itemOf = ({ hash, range = "" }: Key, n: number): Item => ({ tenantId: { S: hash }, id: { S: range }, n: { N: String(n) } });
const keyOf = (item: Item): Key => ({ hash: Reflect.get(Object(item.tenantId), "S"), range: Reflect.get(Object(item.id), "S") });

/** A data folder's file of a table, in memory. */
function createKeeper(items = new Map<string, Item>()) {
  return {
    items,
    keep: (key: string, item?: Item) => void (item === undefined ? items.delete(key) : items.set(key, item)),
    close: () => undefined,
  };
}

/** The items behind every page of a size. */
function readAll(
  read: (after: Key | undefined) => { readonly items: readonly Item[]; readonly isCut: boolean },
): readonly Item[] {
  const all: Item[] = [];
  for (let after: Key | undefined; ; ) {
    const { items, isCut } = read(after);
    all.push(...items);
    const last = items.at(-1);
    if (!isCut || last === undefined) return all;
    after = keyOf(last);
  }
}

describe("Table", () => {
  it("holds by two keys what a plain list would, in pages of any size, also once it is opened again", () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 1, max: 5 }), (asked, limit) => {
        const keeper = createKeeper();
        const table = new Table(KEYS, keeper);
        let expected: readonly Item[] = [];
        for (const [index, { isPut, ...key }] of asked.entries()) {
          expected = expected.filter((item) => keyOf(item).hash !== key.hash || keyOf(item).range !== key.range);
          if (isPut) {
            table.put(key, itemOf(key, index));
            expected = [...expected, itemOf(key, index)];
          } else table.delete(key);
        }

        for (const opened of [table, new Table(KEYS, createKeeper(keeper.items))]) {
          expect(readAll((after) => opened.scan(limit, after))).to.have.deep.members(expected);
          for (const hash of new Set(asked.map((key) => key.hash))) {
            const found = readAll((after) => opened.query(hash, limit, after));
            expect(found).to.have.deep.members(expected.filter((item) => keyOf(item).hash === hash));
            const bytes = found.map((item) => Buffer.from(keyOf(item).range ?? ""));
            expect(bytes).to.deep.equal([...bytes].sort(Buffer.compare));
          }
        }
        for (const [key, item] of keeper.items) expect(isKeptItem(key, item, KEYS)).to.equal(true);
      }),
      { numRuns: 300 },
    );
  });

  it("knows a kept item of other keys, and one under another's key", () => {
    const item = itemOf({ hash: "a", range: "1" }, 0);

    expect(isKeptItem('["a","1"]', item, KEYS)).to.equal(true);
    expect(isKeptItem("1", { id: { S: "1" } }, { hashKey: "id", rangeKey: undefined })).to.equal(true);
    for (const [key, kept, keys] of [
      ['["a","2"]', item, KEYS],
      ["a", item, KEYS],
      ["1", { id: { S: "1" } }, KEYS],
      ["1", { id: { N: "1" } }, { hashKey: "id", rangeKey: undefined }],
      ["[object Object]", {}, { hashKey: "__proto__", rangeKey: undefined }],
    ] as const)
      expect(isKeptItem(key, kept, keys), key).to.equal(false);
  });
});
