import { closeSync, fdatasyncSync, ftruncateSync } from "node:fs";
import { crc32 } from "node:zlib";
import { openToAppend, readOwnFile, replaceFile, writeAll } from "./own-files";

/** A JSON object. */
export type Value = Readonly<Record<string, unknown>>;
type Change = readonly [key: string, value?: Value];

const isValue = (value: unknown): value is Value => typeof value === "object" && value !== null && !Array.isArray(value);
const isChange = (content: unknown): content is Change =>
  Array.isArray(content) &&
  typeof content[0] === "string" &&
  (content.length === 1 || (content.length === 2 && isValue(content[1])));

const checksumOf = (text: string | Buffer) => crc32(text).toString(16).padStart(8, "0");
const CHECKSUM_LENGTH = 8;
const NEW_LINE = 0x0a;

function lineOf(content: unknown): Buffer {
  const text = JSON.stringify(content);
  return Buffer.from(`${checksumOf(text)} ${text}\n`);
}
const HEADER = lineOf({ version: 1 });

/**
 * An append-only key-value file: one line per change with a checksum, on disk when `keep` returns. A failed write is truncated, so that
 * the next line does not follow a torn one.
 */
export class Journal {
  /** What the file held when it was opened. */
  readonly items: ReadonlyMap<string, Value>;
  readonly #fd: number;
  /** How much of the file holds. */
  #bytes: number;
  #mustCut = false;

  /**
   * Opens a journal, or makes it, and writes it anew without its history.
   *
   * @throws Error for a file that is damaged, with the line; what the system says for one that cannot be written.
   */
  constructor(path: string) {
    this.items = parse(readOwnFile(path) ?? HEADER, path);
    const content = Buffer.concat([HEADER, ...Array.from(this.items, lineOf)]);
    replaceFile(path, content);
    this.#bytes = content.length;
    this.#fd = openToAppend(path);
  }

  /** Keeps a value, or that there is none any more. Throws what the system says where it cannot, and has then kept nothing. */
  keep(...change: Change): void {
    const line = lineOf(change);
    if (this.#mustCut) this.#cut();
    try {
      writeAll(this.#fd, line);
      fdatasyncSync(this.#fd);
    } catch (error) {
      this.#mustCut = true;
      try {
        this.#cut();
      } catch {
        // The next change tries it again before anything is written.
      }
      throw error;
    }
    this.#bytes += line.length;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #cut(): void {
    ftruncateSync(this.#fd, this.#bytes);
    this.#mustCut = false;
  }
}

/** An incomplete last line was being written when a process was killed. It was never acknowledged and is ignored. */
function parse(content: Buffer, path: string): ReadonlyMap<string, Value> {
  const items = new Map<string, Value>();
  if (!content.subarray(0, HEADER.length).equals(HEADER)) throw damaged(path, 1);
  let start = HEADER.length;
  for (let line = 2; ; line++) {
    const end = content.indexOf(NEW_LINE, start);
    if (end < 0) return items;
    const text = content.subarray(start + CHECKSUM_LENGTH + 1, end);
    if (content.toString("latin1", start, start + CHECKSUM_LENGTH) !== checksumOf(text)) throw damaged(path, line);
    const change: unknown = JSON.parse(text.toString("utf8"));
    if (!isChange(change)) throw damaged(path, line);
    const [key, value] = change;
    if (value === undefined) items.delete(key);
    else items.set(key, value);
    start = end + 1;
  }
}

const damaged = (path: string, line: number) =>
  new Error(`line ${line} of ${path} is damaged, or of another version; remove that line, or the file to start without it`);
