import type { Alteration } from "./behaviour/report";

/** What was done on purpose to a situation that nobody meets in what the program deploys. */
export const alterationWords: Readonly<Record<Alteration, string>> = {
  "function code": "the code of the functions that decide was replaced",
  "signing keys": "the pool's signing keys were replaced",
  token: "a token was signed by hand with the pool's own key",
  trigger: "the pool's trigger was taken away",
};

/** `60 min`, `90 s`: an access's end in the largest unit that is exact. */
export const formatSeconds = (seconds: number): string => (seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`);

/** `claim "p-1"`, `no claim`: what was found of the claim that a row is about, as JSON. */
export const describeClaim = (claim: string | null): string => (claim === null ? "no claim" : `claim ${claim}`);

/** `1 row`, `2 rows`. */
export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `2026-11-20 11:00 UTC`. */
export const formatTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

interface Indents {
  readonly first: string;
  readonly rest: string;
}

/** Breaks a text at spaces into lines of so many columns; a word that is too long is broken where it has to be. */
export function wrapText(text: string, width: number, { first, rest }: Indents = { first: "", rest: "" }): readonly string[] {
  const lines: string[] = [];
  let indent = first;
  let line = first;
  for (const word of text.split(" ")) {
    const longer = line === indent ? `${line}${word}` : `${line} ${word}`;
    if (longer.length <= width) {
      line = longer;
      continue;
    }
    if (line !== indent) {
      lines.push(line);
      indent = rest;
      line = rest;
    }
    line += word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      indent = rest;
      line = `${rest}${line.slice(width)}`;
    }
  }
  return [...lines, line];
}
