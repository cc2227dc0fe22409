import ts from "typescript";

/** Counts lines of code in a TypeScript file, without blank and comment lines. */
export function countCodeLines(text: string): number {
  const source = ts.createSourceFile("counted.ts", text, ts.ScriptTarget.Latest, true);
  const lines = new Set<number>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    // A token; one of several lines is a template, all of which is code.
    if (children.length > 0 || node.getWidth(source) === 0) return;
    const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
    for (let line = lineOf(node.getStart(source)); line <= lineOf(node.getEnd()); line++) lines.add(line);
  };
  visit(source);
  return lines.size;
}
