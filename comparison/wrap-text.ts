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
