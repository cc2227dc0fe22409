import type { Difference, Mismatch } from "../../../comparison/behaviour/report";

/** As the report has it; a pattern is for a text that is not the same each time. */
interface KnownMismatch extends Pick<Mismatch, "what"> {
  readonly seen: Mismatch["seen"] | RegExp;
  /** Left out where it does not matter. */
  readonly expected?: Mismatch["expected"];
}

/** A cell in which the emulator does not do what the strategy's contract says, which follows AWS. Any other one fails the run. */
export interface KnownDifference {
  readonly situation: string;
  readonly strategy: string;
  readonly mismatches: readonly KnownMismatch[];
  /** Whether others may follow those that are listed. */
  readonly hasOthers?: true;
  readonly reason: string;
}

const both = (situation: string, difference: Omit<KnownDifference, "situation" | "strategy">): readonly KnownDifference[] =>
  ["access-token-scopes", "id-token-lambda-authorizer"].map((strategy) => ({ situation, strategy, ...difference }));

const refreshed = {
  mismatches: [
    { what: "status", seen: 200, expected: 400 },
    { what: "message", seen: null, expected: "Refresh Token has been revoked" },
  ],
  hasOthers: true,
  reason: "MiniStack 1.5.33 refreshes tokens of a user who was disabled or signed out everywhere after the sign-in",
} as const;
const triggerFails = (situation: string, text: string): KnownDifference => ({
  situation,
  strategy: "access-token-scopes",
  mismatches: [
    { what: "status", seen: 500, expected: 400 },
    { what: "message", seen: new RegExp(`^PreTokenGeneration error: .*${text}`) },
  ],
  hasOthers: true,
  reason: "MiniStack 1.5.33 answers 500 and a text of its own where a trigger fails",
});

const leadsToList = {
  mismatches: [
    { what: "status", seen: 401, expected: 403 },
    { what: "message", seen: "Unauthorized", expected: "Missing Authentication Token" },
  ],
  reason: "MiniStack 1.5.33 drops a path's empty segments and decodes it before it routes, so that it asks for a token there",
} as const;

/** Of MiniStack 1.5.33 with MINISTACK_COGNITO_PRETOKEN_STRICT=1, which lets it notice at all that a trigger fails. */
export const knownDifferences: readonly KnownDifference[] = [
  ...both("user-disabled-refresh", refreshed),
  ...both("signed-out-refresh", refreshed),
  ...both("doubled-slash", leadsToList),
  ...both("encoded-letter", leadsToList),
  triggerFails("throws-sign-in", "broken on purpose"),
  triggerFails("hangs-sign-in", "Task timed out after 1.00 seconds"),
  triggerFails("crashes-sign-in", "Worker process died"),
  {
    situation: "answers-nonsense-sign-in",
    strategy: "access-token-scopes",
    mismatches: [
      { what: "status", seen: 200, expected: 400 },
      { what: "message", seen: null, expected: "Unrecognizable lambda output" },
    ],
    reason: "MiniStack 1.5.33 takes whatever a trigger answers, and gives tokens without scopes",
  },
];

/** Whether a difference is one of these. */
export const isKnownDifference = ({ situation, strategy, mismatches }: Difference): boolean =>
  knownDifferences.some(
    (known) =>
      known.situation === situation &&
      known.strategy === strategy &&
      known.mismatches.every((one, i) => isSame(one, mismatches[i])) &&
      (known.hasOthers === true || known.mismatches.length === mismatches.length),
  );

const isSame = (known: KnownMismatch, found: Mismatch | undefined): boolean =>
  found?.what === known.what &&
  (known.seen instanceof RegExp ? known.seen.test(String(found.seen)) : known.seen === found.seen) &&
  (known.expected === undefined || known.expected === found.expected);
