/** Gives each cell the name of its column, which phones show beside it, where tables become cards. The matrix has its names already. */
export function labelTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".scroll table:not(.matrix)")) {
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map(nameOf);
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      for (const cell of row.cells) {
        if (cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.label = names[cell.cellIndex] ?? "";
      }
    }
    table.classList.add("labelled");
  }
}

/** Its own text, without what is small below it. */
const nameOf = ({ childNodes }: HTMLTableCellElement) =>
  [...childNodes]
    .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ textContent }) => textContent)
    .join("")
    .trim();
