import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BehaviourReport, Cell, SituationReport } from "../behaviour/report";
import type { CodeReport, StrategyCode } from "../code/report";
import { formatNumber } from "../cost/money";
import type { LatencyReport } from "../latency/report";
import { BUSY_NOTICE, describeDirectoryRatio, describeReasons, formatMs } from "../latency/trust";
import { describeClaim } from "../words";

/** Tables of results for the documents, made from the reports of a run on the engine, between two comments that name what is there. */

const markers = (name: string) => [`<!-- results: ${name} -->`, `<!-- end of results: ${name} -->`] as const;

/** Replaces the content between the markers of that name. @throws unless each marker occurs once, in order. */
export function replaceResults(text: string, name: string, content: string): string {
  const [start, end] = markers(name);
  const [before, rest, ...furtherStarts] = text.split(start);
  const [, after, ...furtherEnds] = rest?.split(end) ?? [];
  if (before === undefined || after === undefined || furtherStarts.length + furtherEnds.length > 0) {
    throw new Error(`the document must contain "${start}" and then "${end}", once each`);
  }
  return `${before}${start}\n${content}\n${end}${after}`;
}

export const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** The visible outcome and its duration, regardless of who decided. */
function answerOf(cell: Cell | undefined, hasMessage: boolean): string {
  if (cell === undefined) return "not asked";
  const { isPassed, status, message, effectiveAfterSeconds, claim } = cell;
  const text = hasMessage && !isPassed && message !== null ? ` ${message.replaceAll("|", "\\|")}` : "";
  const until = effectiveAfterSeconds === undefined ? "" : `, until ${effectiveAfterSeconds / 60} min`;
  const said = claim === undefined ? "" : `, ${describeClaim(claim).replaceAll("|", "\\|")}`;
  return `${isPassed ? "passes" : status}${text}${until}${said}`;
}

/** Each strategy's answer in one situation, with messages if only these differ; undefined if nothing does. */
function findAnswers({ cells }: SituationReport, strategies: readonly string[]): readonly string[] | undefined {
  return [false, true]
    .map((hasMessage) =>
      strategies.map((name) =>
        answerOf(
          cells.find(({ strategy }) => strategy === name),
          hasMessage,
        ),
      ),
    )
    .find((answers) => new Set(answers).size > 1);
}

/** Rows in which strategies differ: situations of users and, separately, deliberate alterations. */
export function renderBehaviourResults({ situations, strategies }: BehaviourReport): string {
  const asked = situations.filter(({ cells }) => cells.length > 0);
  const met = asked.filter(({ alteration }) => alteration === undefined);
  const altered = asked.filter(({ alteration }) => alteration !== undefined);
  return [
    `Where the strategies answer differently, of ${met.length} situations that users meet, on the engine (times are simulated):`,
    "",
    tableOfAnswers(met, strategies),
    ...(altered.length === 0
      ? []
      : [
          "",
          `And of ${altered.length} that were altered on purpose, which nobody meets in what the program deploys: code, keys or a trigger ` +
            "were replaced, or a token was signed by hand.",
          "",
          tableOfAnswers(altered, strategies),
        ]),
  ].join("\n");
}

/** Merges equal rows of one family. */
function tableOfAnswers(situations: readonly SituationReport[], strategies: readonly string[]): string {
  const rows = new Map<
    string,
    { readonly topic: string; readonly what: string; readonly variants: string[]; readonly answers: readonly string[] }
  >();
  for (const situation of situations) {
    const answers = findAnswers(situation, strategies);
    if (answers === undefined) continue;
    const { topic, sentence, family: what = sentence, variant } = situation;
    const key = [topic, what, ...answers].join("\n");
    const row = rows.get(key) ?? { topic, what, variants: [], answers };
    rows.set(key, row);
    if (variant !== undefined) row.variants.push(`\`${variant}\``);
  }
  let last: string | undefined;
  const lines = [...rows.values()].map(({ topic, what, variants, answers }) => {
    const shown = topic === last ? "" : topic;
    last = topic;
    return [shown, [what, variants.join(", ")].join(" ").trim(), ...answers];
  });
  return tableOf(["", "situation", ...strategies.map(nameOf)], lines);
}

const nameOf = (strategy: string) => `\`${strategy}\``;

/** What belongs to each strategy alone. */
export function renderCodeResults({ strategies, shared }: CodeReport): string {
  const row = (name: string, textOf: (one: StrategyCode) => string) => [name, ...strategies.map(textOf)];
  return [
    tableOf(
      ["", ...strategies.map(({ strategy }) => nameOf(strategy))],
      [
        row("resources", ({ totals, resources }) =>
          [
            formatNumber(totals.resources),
            resources.map(({ type, count }) => `${count} ${type.split(":").at(-1)}`).join(", "),
          ].join(": "),
        ),
        row("Lambda functions", ({ totals }) => formatNumber(totals.functions)),
        row("bytes of their minified bundles", ({ totals }) => formatNumber(totals.bundleBytes)),
        row("lines of code", ({ totals, files }) =>
          [formatNumber(totals.codeLines), files.map(({ path, codeLines }) => `\`${path}\` ${codeLines}`).join(", ")].join(": "),
        ),
      ],
    ),
    "",
    "Only what nothing else needs, counted from the program as it is recorded by default: lines are those of files that nothing else " +
      `imports, without blank ones and comments. Besides, every strategy has ${formatNumber(shared.resources)} resources and ` +
      `${formatNumber(shared.functions)} function${shared.functions === 1 ? "" : "s"} of ${formatNumber(shared.bundleBytes)} bytes.`,
  ].join("\n");
}

/** Each scenario's medians and the verdict on their difference. */
export function renderLatencyResults(report: LatencyReport): string {
  const { environment: at, scenarios, isBusy, isTrustworthy, directory } = report;
  const reasons = describeReasons(report);
  if (isBusy) return [BUSY_NOTICE, "", ...reasons.map((reason) => `- ${reason}`)].join("\n");
  const strategies = [...new Set(scenarios.flatMap(({ series }) => series.map(({ strategy }) => strategy)))];
  const rows = scenarios.map(({ when, series, differences }) => [
    when,
    ...strategies.map((strategy) => {
      const median = series.find(({ name }) => name === strategy)?.percentiles.find(({ p }) => p === 50);
      return median === undefined
        ? "too few"
        : `${formatMs(median.valueMs)} (${formatMs(median.low)} to ${formatMs(median.high)})`;
    }),
    differences
      .filter(({ p }) => p === 50)
      .map(({ isClear, hasDifference, valueMs, low, high }) => {
        if (hasDifference) return `${formatMs(valueMs)} (${formatMs(low)} to ${formatMs(high)})`;
        return isClear ? "too small to tell" : "none seen";
      })
      .join("; "),
  ]);
  return [
    `Medians in ms with 95 % intervals, simulated on a machine with ${at.cpuCount} x ${at.cpuModel} and Node ${at.nodeVersion} on ` +
      `${at.measuredAt.slice(0, 10)}, seed ${at.seed}.`,
    ...(isTrustworthy ? [] : [`Not trustworthy: ${reasons.join("; ")}.`]),
    "",
    tableOf(["", ...strategies.map((strategy) => `\`${strategy}\``), "the second minus the first"], rows),
    ...(directory === undefined
      ? []
      : [
          "",
          `A sign-in with the user directory on, as a multiple of off: ${directory.ratios
            .map((ratio) => `\`${ratio.strategy}\` ${describeDirectoryRatio(ratio)}`)
            .join("; ")}.`,
        ]),
  ].join("\n");
}

/** The document of each block of results. */
const documents = {
  behaviour: "docs/comparison.md",
  code: "docs/code.md",
  cost: "docs/cost.md",
  decision: "README.md",
  latency: "docs/comparison.md",
} as const;

type ResultName = keyof typeof documents;

const pathOf = (name: ResultName) => join(__dirname, "..", "..", documents[name]);

/** The document that contains the block. */
export const readDocument = (name: ResultName): string => readFileSync(pathOf(name), "utf8");

/** Writes a block into its document. */
export const writeResults = (name: ResultName, content: string): void =>
  writeFileSync(pathOf(name), replaceResults(readDocument(name), name, content));
