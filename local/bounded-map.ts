/** A map that evicts the least recently set entry beyond its size. */
export class BoundedMap<Value> extends Map<string, Value> {
  constructor(readonly maxSize: number) {
    super();
  }

  override set(key: string, value: Value): this {
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.maxSize && oldest !== undefined) this.delete(oldest);
    return this;
  }
}
