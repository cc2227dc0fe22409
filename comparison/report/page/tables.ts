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

/** Shows the rows that the form asks for, and says how many. */
export function startFilters(): void {
  const form = document.querySelector<HTMLFormElement>("#filters");
  const output = form?.querySelector("output");
  if (!form || !output) return;
  const bodies = [...document.querySelectorAll<HTMLElement>(".matrix tbody")];
  const rowsOf = (body: HTMLElement) => [...body.querySelectorAll<HTMLElement>("tr:not(.topic)")];
  const texts = new Map(bodies.flatMap(rowsOf).map((row) => [row, (row.textContent ?? "").toLowerCase()]));

  const apply = () => {
    const fields = new FormData(form);
    const textOf = (name: string) => String(fields.get(name) ?? "");
    const words = textOf("text").toLowerCase().split(/\s+/);
    const [topic, status] = [textOf("topic"), textOf("status")];
    const isShown = (row: HTMLElement) =>
      words.every((word) => texts.get(row)?.includes(word)) &&
      (topic === "" || row.dataset.topic === topic) &&
      (status === "" || row.dataset.statuses?.split(" ").includes(status) === true) &&
      ["met", "differs", "unexpected", "targetsDiffer"].every((name) => !fields.has(name) || name in row.dataset);
    let shown = 0;
    for (const body of bodies) {
      const rows = rowsOf(body);
      for (const row of rows) row.hidden = !isShown(row);
      const count = rows.filter((row) => !row.hidden).length;
      body.hidden = count === 0;
      shown += count;
    }
    output.textContent = `${shown} of ${texts.size} rows`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are reset after the event.
  form.addEventListener("reset", () => setTimeout(apply));
  apply();
  // A link of the decision leads to a row, also to one that is filtered out.
  addEventListener("hashchange", () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row === null || !row.hidden) return;
    form.reset();
    apply();
    row.scrollIntoView();
  });
}
