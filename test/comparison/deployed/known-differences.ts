/** A cell in which the emulator does not do what the strategy's contract says, which follows AWS. Any other one fails the run. */
export interface KnownDifference {
  readonly situation: string;
  readonly strategy: string;
  /** All that differs, as the report says it. */
  readonly faults: RegExp;
  readonly reason: string;
}

const both = (situation: string, difference: Pick<KnownDifference, "faults" | "reason">): readonly KnownDifference[] =>
  ["access-token-scopes", "id-token-lambda-authorizer"].map((strategy) => ({ situation, strategy, ...difference }));

const refreshed = {
  faults: /^the status is 200; expected 400, the message is null; expected "Refresh Token has been revoked"/,
  reason: "MiniStack 1.5.33 refreshes tokens of a user who was disabled or signed out everywhere after the sign-in",
};
const triggerFails = (situation: string, text: string): KnownDifference => ({
  situation,
  strategy: "access-token-scopes",
  faults: new RegExp(`^the status is 500; expected 400, the message is "PreTokenGeneration error: .*${text}`),
  reason: "MiniStack 1.5.33 answers 500 and a text of its own where a trigger fails",
});

const leadsToList = {
  faults: /^the status is 401; expected 403, the message is "Unauthorized"; expected "Missing Authentication Token"$/,
  reason: "MiniStack 1.5.33 drops a path's empty segments and decodes it before it routes, so that it asks for a token there",
};

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
    faults: /^the status is 200; expected 400, the message is null; expected "Unrecognizable lambda output"$/,
    reason: "MiniStack 1.5.33 takes whatever a trigger answers, and gives tokens without scopes",
  },
];
