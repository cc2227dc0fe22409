import { html, render } from "lit-html";
import { numericInputs } from "../../cost/inputs";
import type { CostReport } from "../../cost-report";
import { drawChart } from "../charts/draw";
import { chartBreakEven, chartItems, chartUsers } from "../prepare/cost-charts";
import {
  type AdjustableInput,
  adjustableInputs,
  answerCosts,
  type CostQuestion,
  findPriceList,
  positionOf,
  readValue,
  SLIDER_STEPS,
  valueAt,
} from "../prepare/cost-question";
import { breakEvenFiguresView } from "../views/break-even-view";
import { costFiguresView } from "../views/cost-view";
import { labelTables } from "./tables";

type Texts = Readonly<Record<AdjustableInput, string>>;

/** Sliders that compute the costs anew, by the code that computed the report's. Gives what draws the charts again. */
export function startCosts(question: CostQuestion, strategyOrder: readonly string[]): () => void {
  const [controls, figures, breakEven] = ["cost-controls", "cost-figures", "break-even-figures"].map((id) =>
    document.getElementById(id),
  );
  const list = findPriceList(question.pricesId);
  if (!controls || !figures || !breakEven || list === undefined) return () => undefined;
  const model = { list, strategies: question.strategies };
  const { users, requestsPerUser, cacheHitRate } = question.inputs;
  const asked: Texts = { users: String(users), requestsPerUser: String(requestsPerUser), cacheHitRate: String(cacheHitRate) };
  let texts = asked;
  /** Where the sliders are; a text that is no number leaves its own where it was. */
  let shown: Readonly<Record<AdjustableInput, number>> = { users, requestsPerUser, cacheHitRate };
  /** Undefined while a field holds no number: no figure stands beside inputs that it is not of. */
  let report: CostReport | undefined = answerCosts(question);

  const drawCharts = () => {
    if (report === undefined) return;
    const { comparison } = report;
    for (const chart of [
      chartItems(comparison, strategyOrder),
      chartUsers(model, comparison, strategyOrder),
      chartBreakEven(model, comparison, strategyOrder),
    ])
      drawChart(chart);
  };
  const draw = () => {
    render(controlsView(texts, shown, set, reset), controls);
    render(report === undefined ? nothingComputedView() : costFiguresView(report, strategyOrder), figures);
    render(report === undefined ? nothingComputedView() : breakEvenFiguresView(report, strategyOrder), breakEven);
    labelTables();
    drawCharts();
  };
  const set = (change: Partial<Texts>) => {
    texts = { ...texts, ...change };
    const values = adjustableInputs.map((name) => [name, readValue(name, texts[name])] as const);
    const read = values.flatMap(([name, result]) => ("value" in result ? [[name, result.value] as const] : []));
    shown = { ...shown, ...Object.fromEntries(read) };
    const changed = read.filter(([name]) => texts[name] !== asked[name]);
    report = read.length === values.length ? answerCosts(question, Object.fromEntries(changed)) : undefined;
    draw();
  };
  const reset = () => set(asked);

  // What is there was rendered without lit's marks.
  figures.replaceChildren();
  breakEven.replaceChildren();
  draw();
  return drawCharts;
}

const nothingComputedView = () => html`
  <p class="warning" role="status">Nothing is computed: a field above holds no number that is taken.</p>
`;

function controlsView(
  texts: Texts,
  shown: Readonly<Record<AdjustableInput, number>>,
  set: (change: Partial<Texts>) => void,
  reset: () => void,
) {
  return html`
    <fieldset>
      <legend>Try other numbers</legend>
      ${adjustableInputs.map((name) => controlView(name, texts[name], shown[name], (text) => set({ [name]: text })))}
      <button type="button" @click=${reset}>Back to the report's</button>
    </fieldset>
  `;
}

function controlView(name: AdjustableInput, text: string, shown: number, set: (text: string) => void) {
  const result = readValue(name, text);
  const fault = "fault" in result ? result.fault : "";
  const position = positionOf(name, shown);
  const onInput = ({ currentTarget: target }: Event, read: (value: string) => string) => {
    if (target instanceof HTMLInputElement) set(read(target.value));
  };
  const { description } = numericInputs[name];
  const label = description.split(/[:,]/)[0];
  return html`
    <div class="control">
      <label for=${`number-${name}`}>${label}</label>
      <input
        type="range" min="0" max=${SLIDER_STEPS} .value=${String(position)} name=${name}
        aria-label=${`${label}, slider`} aria-valuetext=${String(shown)}
        @input=${(event: Event) => onInput(event, (value) => String(valueAt(name, Number(value))))}
      />
      <input
        id=${`number-${name}`} inputmode="decimal" .value=${text} aria-invalid=${fault === "" ? "false" : "true"}
        aria-describedby=${`fault-${name}`}
        @input=${(event: Event) => onInput(event, (value) => value)}
      />
      <p class="fault" id=${`fault-${name}`} role="alert">${fault}</p>
    </div>
  `;
}
