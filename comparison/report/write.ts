import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../local/make-folder";
import type { ComparisonReport } from "../comparison-report";
import { renderReport } from "./render";

/** Writes the report for people and for programs into the folder, which is made where it is missing. */
export async function writeReport(folder: string, report: ComparisonReport) {
  const [htmlFile, jsonFile] = [join(folder, "index.html"), join(folder, "report.json")];
  makeFolder(folder);
  // The data first: a page that cannot be drawn must not cost what was measured.
  await writeFile(jsonFile, `${JSON.stringify(report, null, 2)}\n`);
  await writeFile(htmlFile, await renderReport(report));
  return { htmlFile, jsonFile };
}
