import { html, render } from "lit-html";
import { numericInputs } from "../../cost/inputs";
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

type Texts = Readonly<Record<AdjustableInput, string>>;

/** Sliders that compute the costs anew, by the code that computed the report's. Gives what draws the charts again. */
export function startCosts(question: CostQuestion): () => void {
  const [controls, figures, breakEven] = ["cost-controls", "cost-figures", "break-even-figures"].map((id) =>
    document.getElementById(id),
  );
  const list = findPriceList(question.pricesId);
  if (!controls || !figures || !breakEven || list === undefined) return () => undefined;
  const { users, requestsPerUser, cacheHitRate } = question.inputs;
  const asked: Texts = { users: String(users), requestsPerUser: String(requestsPerUser), cacheHitRate: String(cacheHitRate) };
  let texts = asked;
  let comparison = answerCosts(question);

  const drawCharts = () => {
    for (const chart of [chartItems(comparison), chartUsers(list, comparison), chartBreakEven(list, comparison)])
      drawChart(chart);
  };
  const draw = () => {
    render(controlsView(texts, set, reset), controls);
    render(costFiguresView(comparison), figures);
    render(breakEvenFiguresView(comparison), breakEven);
    drawCharts();
  };
  /** A text that is no value is shown with what is wrong, and the figures stay as they are. */
  const set = (change: Partial<Texts>) => {
    texts = { ...texts, ...change };
    const values = adjustableInputs.map((name) => [name, readValue(name, texts[name])] as const);
    const read = values.flatMap(([name, result]) => ("value" in result ? [[name, result.value] as const] : []));
    if (read.length === values.length) comparison = answerCosts(question, Object.fromEntries(read));
    draw();
  };
  const reset = () => set(asked);

  // What is there was rendered without lit's marks.
  figures.replaceChildren();
  breakEven.replaceChildren();
  draw();
  return drawCharts;
}

function controlsView(texts: Texts, set: (change: Partial<Texts>) => void, reset: () => void) {
  return html`
    <fieldset>
      <legend>Try other numbers</legend>
      ${adjustableInputs.map((name) => controlView(name, texts[name], (text) => set({ [name]: text })))}
      <button type="button" @click=${reset}>Back to the report's</button>
    </fieldset>
  `;
}

function controlView(name: AdjustableInput, text: string, set: (text: string) => void) {
  const result = readValue(name, text);
  const fault = "fault" in result ? result.fault : "";
  const position = "value" in result ? positionOf(name, result.value) : 0;
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
        aria-label=${`${label}, slider`} aria-valuetext=${text}
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
