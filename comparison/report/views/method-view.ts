import { html, nothing, type TemplateResult } from "lit-html";
import { asSentence } from "../../../local/words";
import { describeChanges } from "../../against/change-words";
import type { Changes } from "../../against/changes";
import type { ComparisonReport } from "../../comparison-report";
import type { LatencyReport, SelfCheck } from "../../latency/report";
import { formatMs } from "../../latency/trust";

/** Where and how it was measured, and what the figures do not mean. */
export function methodView({ latency, behaviour, seed, target, startedAt }: ComparisonReport): TemplateResult {
  const facts: readonly Fact[] = [
    ["Target", target],
    ["Started", startedAt],
    ["Seed", String(seed)],
    ...(latency === undefined ? [] : describeMeasurement(latency)),
  ];
  return html`
    <section id="method" aria-labelledby="method-title">
      <h2 id="method-title">Environment and method</h2>
      <dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      ${latency === undefined ? nothing : selfCheckView(latency.selfCheck)}
      <h3>What the figures do not mean</h3>
      <ul>
        ${latency === undefined ? nothing : html`<li>Latencies are ${latency.timingSource}. ${asSentence(latency.timingMeaning)}</li>`}
        ${behaviour.map(({ target: name, timingSource: whose }) => html`<li>Times of the behaviour on the target ${name} are ${whose}.</li>`)}
        <li>Where no difference is claimed, there may be one all the same: that is no proof that there is none.</li>
        <li>Where a function fails, its code was replaced: such a row tells nothing of the program's own code.</li>
        <li>Costs are those of a model with the inputs above, and no bill.</li>
      </ul>
    </section>
  `;
}

type Fact = readonly [name: string, value: string];

function describeMeasurement({ environment: at, elapsedSeconds }: LatencyReport): readonly Fact[] {
  const { scale } = at;
  const tokens = Object.entries(at.tokenBytes).map(([strategy, bytes]) => `${strategy} ${bytes} bytes`);
  return [
    ["Machine", `${at.cpuCount} × ${at.cpuModel}, ${(at.memoryBytes / 1024 ** 3).toFixed(1)} GB, ${at.architecture}`],
    ["System", `${at.operatingSystem}, Node ${at.nodeVersion}`],
    ["Clock", `steps of ${Number(at.clockResolutionMs.toPrecision(2))} ms`],
    ["Commit", at.commit ?? "unknown"],
    ["Rounds", `${scale.rounds} of interleaved blocks, after ${scale.warmUpRounds} to warm up; ${scale.resamples} resamples`],
    ["Late", `sent more than ${scale.lateAfterMs} ms after it was due`],
    ["Dropped", `met ${scale.maxInFlight} requests under way`],
    ["Token", tokens.join(", ")],
    ["Measured", `${at.measuredAt}, ${elapsedSeconds.toFixed(0)} s`],
  ];
}

const selfCheckView = ({ sentence, percentiles, n, errors, wrong, dropped, lateness }: SelfCheck) => html`
  <h3>The generator against known delays</h3>
  <p>${asSentence(sentence)}</p>
  <ul>
    ${percentiles.map(
      ({ p, knownMs, measuredMs, errorMs }) =>
        html`<li>p${p} ${formatMs(measuredMs)} ms, known ${formatMs(knownMs)}, error ${formatMs(errorMs)}</li>`,
    )}
  </ul>
  <p class="quiet">
    ${n} right answers, ${errors} errors, ${wrong} wrong, ${dropped} dropped; sent late by p50 ${formatMs(lateness.p50Ms)} and p99
    ${formatMs(lateness.p99Ms)} ms.
  </p>
`;

const partNames = { behaviour: "Behaviour", latency: "Latency", cost: "Cost" } as const;

/** What is not as it was in an older run. */
export function changesView(changes: Changes | undefined): TemplateResult | typeof nothing {
  if (changes === undefined) return nothing;
  const { file, target, startedAt } = changes;
  return html`
    <section id="changes" aria-labelledby="changes-title">
      <h2 id="changes-title">Differences from an older run</h2>
      <p class="quiet">Against ${file}: ${target}, ${startedAt}.</p>
      ${describeChanges(changes).map(
        ({ part, sentences }) => html`
          <h3>${partNames[part]}</h3>
          ${sentences.length === 0 ? html`<p>Nothing is different.</p>` : html`<ul>${sentences.map((text) => html`<li>${text}</li>`)}</ul>`}
        `,
      )}
    </section>
  `;
}
