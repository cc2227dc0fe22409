import { createHash } from "node:crypto";
import { type Item, type Key, keyOf, sizeOf } from "./items";
import type { KeyNames } from "./resources";

/** Persists each change before it is acknowledged; throws if it cannot. */
export interface Keeper {
  /** What was kept before, by key. */
  readonly items: ReadonlyMap<string, Item>;
  /** Without an item it is gone. */
  keep(key: string, item?: Item): void;
  close(): void;
}

/** Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html, "1 MB", read 2026-11. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** A key as one text, which is the key itself in a table that has one. */
const textOf = ({ hash, range }: Key) => (range === undefined ? hash : JSON.stringify([hash, range]));

/** Whether something kept is an item of a table with these keys, under its own key. */
export function isKeptItem(text: string, item: Item, keys: KeyNames): boolean {
  const key = keyOf(item, keys);
  return key !== undefined && textOf(key) === text;
}

/** Hashes UTF-16 code units: UTF-8 would make all lone surrogates equal. */
const partitionOf = (hash: string) => createHash("sha256").update(hash, "utf16le").digest("hex");
const hexOf = (text: string, encoding: "utf8" | "utf16le") => Buffer.from(text, encoding).toString("hex");

/**
 * Where an item is: with those of its hash key, in the order of the bytes of their range keys.
 * Source: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html, "UTF-8 bytes", read 2026-11.
 */
const placeOf = ({ hash, range }: Key) =>
  range === undefined ? partitionOf(hash) : `${partitionOf(hash)}${hexOf(range, "utf8")}/${hexOf(range, "utf16le")}`;

interface Page {
  readonly items: readonly Item[];
  /** It ended before the items did, or with them. */
  readonly isCut: boolean;
}

/** A table's items, by hash key in an order as arbitrary as DynamoDB's. Changes become visible once persisted. */
export class Table {
  readonly #items: Map<string, Item>;
  /** The places of all items, in order. */
  readonly #places: string[];

  /** @throws Error for kept items of another table's keys. */
  constructor(
    keys: KeyNames,
    private readonly keeper?: Keeper,
  ) {
    this.#items = new Map(
      Array.from(keeper?.items ?? [], ([, item]) => {
        const key = keyOf(item, keys);
        if (key === undefined) throw new Error("a kept item has other keys than its table");
        return [placeOf(key), item];
      }),
    );
    this.#places = [...this.#items.keys()].sort();
  }

  get(key: Key): Item | undefined {
    return this.#items.get(placeOf(key));
  }

  put(key: Key, item: Item): void {
    this.keeper?.keep(textOf(key), item);
    const place = placeOf(key);
    if (!this.#items.has(place)) this.#places.splice(this.#indexOf(place), 0, place);
    this.#items.set(place, item);
  }

  delete(key: Key): void {
    if (this.get(key) === undefined) return;
    this.keeper?.keep(textOf(key));
    const place = placeOf(key);
    this.#items.delete(place);
    this.#places.splice(this.#indexOf(place), 1);
  }

  /** One page of items from behind a key on, which need not be there any more. */
  scan(limit: number, after?: Key): Page {
    return this.#read("", limit, after);
  }

  /** The same of the items with one hash key, by range key. */
  query(hash: string, limit: number, after?: Key): Page {
    return this.#read(partitionOf(hash), limit, after);
  }

  close(): void {
    this.keeper?.close();
  }

  #read(prefix: string, limit: number, after: Key | undefined): Page {
    const items: Item[] = [];
    let bytes = 0;
    const start = after === undefined ? this.#indexOf(prefix) : this.#indexBehind(placeOf(after));
    for (let index = start; items.length < limit && bytes < MAX_PAGE_BYTES; index++) {
      const place = this.#places[index];
      const item = place?.startsWith(prefix) ? this.#items.get(place) : undefined;
      if (item === undefined) return { items, isCut: false };
      items.push(item);
      bytes += sizeOf(item);
    }
    return { items, isCut: true };
  }

  #indexBehind(place: string): number {
    const index = this.#indexOf(place);
    return this.#places[index] === place ? index + 1 : index;
  }

  /** Where a place is, or would be. */
  #indexOf(place: string): number {
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#places[middle] ?? "") < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
