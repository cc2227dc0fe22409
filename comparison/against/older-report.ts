import { readFileSync } from "node:fs";
import { type ComparableReport, reportSchema } from "./comparable-report";

/** An unusable file of an older run, with what is accepted. */
export class OlderReportError extends Error {
  readonly code = "OLDER_REPORT_INVALID";
  constructor(
    readonly file: string,
    fault: string,
  ) {
    super(`--against is "${file}", which ${fault}; expected the report.json of another run of npm run compare`);
    this.name = "OlderReportError";
  }
}

/** @throws OlderReportError unless the file is a report of a known version. */
export function readOlderReport(file: string): ComparableReport {
  const { data, error } = reportSchema.safeParse(readJson(file));
  if (data !== undefined) return data;
  const [issue] = error.issues;
  throw new OlderReportError(file, `is not such a report (${issue?.path.join(".") || "the whole"}: ${issue?.message})`);
}

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : cause;
    throw new OlderReportError(file, `cannot be read (${code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new OlderReportError(file, "is not JSON");
  }
}
