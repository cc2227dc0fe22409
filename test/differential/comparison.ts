import type { Checks } from "../deploy/checks";
import type { Answer } from "./exchange";
import { readFacts, type View } from "./facts";
import { type KnownDifference, knownDifferences } from "./known-differences";
import { onBoth, type Pair, type Side } from "./sides";

interface Difference {
  readonly place: string;
  readonly engine: string;
  readonly emulator: string;
}

const ABSENT = "absent";
const fits = (expected: string | RegExp, found: string) =>
  typeof expected === "string" ? expected === found : expected.test(found);
const show = ({ place, engine, emulator }: Difference) => `${place}: engine ${engine}, emulator ${emulator}`;

/** Sends the same request to both sides and checks that they answer the same, but for the differences that are listed. */
export class Comparison {
  constructor(
    private readonly checks: Checks,
    private readonly sides: Pair<Side>,
    private readonly occurred: Set<KnownDifference>,
  ) {}

  /** `what` is the request in words. Answers with both answers, for what is sent after them. */
  async ask(what: string, request: (side: Side) => Promise<Answer>, view?: View): Promise<Pair<Answer>> {
    const answers = await onBoth(this.sides, request);
    const sentence = `${this.sides.engine.strategy}: ${what}`;
    const known: string[] = [];
    const unlisted: string[] = [];
    for (const difference of this.#compare(answers, view)) {
      const listed = knownDifferences.find(
        ({ request, place, engine, emulator }) =>
          request.test(sentence) &&
          fits(place, difference.place) &&
          fits(engine, difference.engine) &&
          fits(emulator, difference.emulator),
      );
      if (listed === undefined) {
        unlisted.push(show(difference));
      } else {
        known.push(`known, right: ${listed.right}: ${show(difference)}`);
        this.occurred.add(listed);
      }
    }
    this.checks.equal(sentence, unlisted, []);
    for (const text of known) console.log(`        ${text}`);
    return answers;
  }

  /** Where one is refused and the other is not, everything else differs as well, and is not worth a word. */
  #compare(answers: Pair<Answer>, view: View | undefined): readonly Difference[] {
    const engine = readFacts(this.sides.engine, answers.engine, view);
    const emulator = readFacts(this.sides.emulator, answers.emulator, view);
    const places = engine.status === emulator.status ? [...engine.byPlace.keys(), ...emulator.byPlace.keys()] : ["answer"];
    return [...new Set(places)]
      .map((place) => ({
        place,
        engine: engine.byPlace.get(place) ?? ABSENT,
        emulator: emulator.byPlace.get(place) ?? ABSENT,
      }))
      .filter((difference) => difference.engine !== difference.emulator);
  }
}
