import { html, type TemplateResult } from "lit-html";
import { BUSY_NOTICE } from "../../latency/trust";

/** Before everything else: whoever reads one line only has to read this one. */
export const busyView = (reasons: readonly string[]): TemplateResult => html`
  <div class="alarm" id="busy" role="alert">
    <p><strong>${BUSY_NOTICE}</strong> Behaviour and costs do not depend on it.</p>
    <ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
  </div>
`;
