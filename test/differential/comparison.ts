import type { Answer } from "../../comparison/target/http";
import type { Checks } from "../emulator/checks";
import { type AnswerDifference, knownDifferences } from "../emulator/known-differences";
import { readFacts, type View } from "./facts";
import { onBoth, type Pair, type Side } from "./sides";

/** The known differences of this suite. */
export const listed = knownDifferences.filter((known) => known.suite === "test:differential");

interface Difference {
  readonly path: string;
  readonly engine: string;
  readonly emulator: string;
}

const ABSENT = "absent";
const fits = (expected: string | RegExp, found: string) =>
  typeof expected === "string" ? expected === found : expected.test(found);
const show = ({ path, engine, emulator }: Difference) => `${path}: engine ${engine}, emulator ${emulator}`;

/** Sends the same request to both sides and checks that they respond alike, except for the listed differences. */
export class Comparison {
  constructor(
    private readonly checks: Checks,
    private readonly sides: Pair<Side>,
    private readonly occurred: Set<AnswerDifference>,
  ) {}

  /** `what` describes the request. Returns both responses, for the requests that follow. */
  async ask(what: string, request: (side: Side) => Promise<Answer>, view?: View): Promise<Pair<Answer>> {
    const answers = await onBoth(this.sides, request);
    const sentence = `${this.sides.engine.strategy}: ${what}`;
    const known: string[] = [];
    const unlisted: string[] = [];
    for (const difference of this.#compare(answers, view)) {
      const found = listed.find(
        ({ request, path, engine, emulator }) =>
          request.test(sentence) &&
          fits(path, difference.path) &&
          fits(engine, difference.engine) &&
          fits(emulator, difference.emulator),
      );
      if (found === undefined) {
        unlisted.push(show(difference));
      } else {
        known.push(`known, right: ${found.right}: ${show(difference)}`);
        this.occurred.add(found);
      }
    }
    this.checks.equal(sentence, unlisted, []);
    for (const text of known) console.log(`        ${text}`);
    return answers;
  }

  /** If one refuses and the other does not, everything else differs as well and is not worth reporting. */
  #compare(answers: Pair<Answer>, view: View | undefined): readonly Difference[] {
    const engine = readFacts(this.sides.engine, answers.engine, view);
    const emulator = readFacts(this.sides.emulator, answers.emulator, view);
    const paths = engine.status === emulator.status ? [...engine.byPath.keys(), ...emulator.byPath.keys()] : ["answer"];
    return [...new Set(paths)]
      .map((path) => ({
        path,
        engine: engine.byPath.get(path) ?? ABSENT,
        emulator: emulator.byPath.get(path) ?? ABSENT,
      }))
      .filter((difference) => difference.engine !== difference.emulator);
  }
}
