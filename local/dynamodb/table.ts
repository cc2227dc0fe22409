import { createHash } from "node:crypto";
import { type Item, sizeOf } from "./items";

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

/** Hashes UTF-16 code units: UTF-8 would make all lone surrogates equal. */
const placeOf = (key: string) => createHash("sha256").update(key, "utf16le").digest("hex");

/** A table's items, in an order as arbitrary as DynamoDB's. Changes become visible once persisted. */
export class Table {
  readonly #items: Map<string, Item>;
  /** The places of all items, in order. */
  readonly #places: string[];

  constructor(private readonly keeper?: Keeper) {
    this.#items = new Map(Array.from(keeper?.items ?? [], ([key, item]) => [placeOf(key), item]));
    this.#places = [...this.#items.keys()].sort();
  }

  get(key: string): Item | undefined {
    return this.#items.get(placeOf(key));
  }

  put(key: string, item: Item): void {
    this.keeper?.keep(key, item);
    const place = placeOf(key);
    if (!this.#items.has(place)) this.#places.splice(this.#indexOf(place), 0, place);
    this.#items.set(place, item);
  }

  delete(key: string): void {
    if (this.get(key) === undefined) return;
    this.keeper?.keep(key);
    const place = placeOf(key);
    this.#items.delete(place);
    this.#places.splice(this.#indexOf(place), 1);
  }

  /** One page of items from behind a key on, which need not be there any more. `isCut`: the page ended before the table did, or with it. */
  scan(limit: number, afterKey?: string): { readonly items: readonly Item[]; readonly isCut: boolean } {
    const items: Item[] = [];
    let bytes = 0;
    for (let index = this.#startBehind(afterKey); items.length < limit && bytes < MAX_PAGE_BYTES; index++) {
      const item = this.#items.get(this.#places[index] ?? "");
      if (item === undefined) return { items, isCut: false };
      items.push(item);
      bytes += sizeOf(item);
    }
    return { items, isCut: true };
  }

  close(): void {
    this.keeper?.close();
  }

  #startBehind(key: string | undefined): number {
    if (key === undefined) return 0;
    const place = placeOf(key);
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
