import type { Expected, Finding, Mismatch } from "./report";

/** All mismatches between finding and expectation. Facts that the target does not report are skipped. */
export function findMismatches(finding: Finding, expected: Expected): readonly Mismatch[] {
  const { status, message, decidedBy, effectiveAfterSeconds: seconds, isColdStart } = expected;
  const isStatusRight = status === "passed" ? finding.isPassed : !finding.isPassed && finding.status === status;
  const found: Mismatch[] = [];
  if (!isStatusRight) found.push({ what: "status", seen: finding.status, expected: status });
  if (message !== undefined && !matchesMessage(message, finding.message))
    found.push({ what: "message", seen: finding.message, expected: message });
  if (finding.decidedBy !== undefined && finding.decidedBy !== decidedBy)
    found.push({ what: "decider", seen: finding.decidedBy, expected: decidedBy });
  if (isColdStart !== undefined && finding.isColdStart !== undefined && finding.isColdStart !== isColdStart)
    found.push({ what: "cold start", seen: finding.isColdStart, expected: isColdStart });
  if (seconds !== undefined && finding.effectiveAfterSeconds !== seconds)
    found.push({ what: "time", seen: finding.effectiveAfterSeconds ?? null, expected: seconds });
  return found;
}

const subjects: Readonly<Record<Mismatch["what"], string>> = {
  status: "status",
  message: "message",
  decider: "decider",
  "cold start": "cold start",
  time: "time until it takes effect in seconds",
};

/** Observed and expected values as JSON, so that a text differs from null. */
export const describeMismatch = ({ what, seen, expected }: Mismatch): string =>
  `the ${subjects[what]} is ${JSON.stringify(seen)}; expected ${JSON.stringify(expected)}`;

/** Whether a message matches a contract's pattern, in which `*` matches anything. */
export function matchesMessage(pattern: string | null, text: string | null): boolean {
  if (pattern === null || text === null) return pattern === text;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
