import type { Route } from "../../../config/access-rules";
import type { Situation } from "../situation";

/** Tokens issued before a stack changed over to the strategy. */
export function createChangeOverSituations(route: Route): readonly Situation[] {
  const topic = "Changing over to this strategy";
  return [
    {
      id: "changed-over",
      topic,
      sentence: "It stood by for as long as tokens live; a token from before asks",
      conditions: { changedOver: "prepared" },
      run: (lab) => lab.ask(route, lab.tokensFromBefore().sent),
      expect: ({ permitted }) => permitted,
    },
    {
      id: "changed-over-at-once",
      topic,
      sentence: "It did not stand by, which the program refuses; a token from before asks",
      conditions: { changedOver: "unprepared" },
      run: (lab) => lab.ask(route, lab.tokensFromBefore().sent),
      expect: ({ unprepared }) => unprepared,
    },
  ];
}
