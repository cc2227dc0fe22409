import type { Expected, Finding } from "./report";

/** A sentence for each thing that is not as it should be. What the target does not tell is not held against it. */
export function findFaults(finding: Finding, expected: Expected): readonly string[] {
  const faults: string[] = [];
  const compare = (what: string, seen: unknown, wanted: unknown, isSame = seen === wanted) => {
    if (!isSame) faults.push(`the ${what} is ${JSON.stringify(seen)}; expected ${JSON.stringify(wanted)}`);
  };
  const { status, message, decidedBy, effectiveAfterSeconds, isColdStart } = expected;
  const isStatusRight = status === "passed" ? finding.isPassed : !finding.isPassed && finding.status === status;
  compare("status", finding.status, status, isStatusRight);
  if (message !== undefined) compare("message", finding.message, message, matchesMessage(message, finding.message));
  if (finding.decidedBy !== undefined) compare("decider", finding.decidedBy, decidedBy);
  if (isColdStart !== undefined && finding.isColdStart !== undefined) compare("cold start", finding.isColdStart, isColdStart);
  if (effectiveAfterSeconds !== undefined)
    compare("time until it takes effect in seconds", finding.effectiveAfterSeconds ?? null, effectiveAfterSeconds);
  return faults;
}

/** Whether a message is what a pattern says, in which a `*` stands for anything. */
export function matchesMessage(pattern: string | null, text: string | null): boolean {
  if (pattern === null || text === null) return pattern === text;
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(text);
}
