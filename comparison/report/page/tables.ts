/** Gives each cell the name of its column, which phones show beside it, where tables become cards. The matrix has its names already. */
export function labelTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".scroll table:not(.matrix)")) {
    // Not what is small below the name.
    const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((head) => head.firstChild?.textContent?.trim() ?? "");
    for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
      for (const cell of row.cells) {
        if (cell.tagName === "TD" && cell.colSpan === 1) cell.dataset.label = names[cell.cellIndex] ?? "";
      }
    }
    table.classList.add("labelled");
  }
}
