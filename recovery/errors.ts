type RecoveryFault =
  | "ARGUMENT_INVALID"
  | "CLI_FAILED"
  | "CLI_MISSING"
  | "NOT_AGREED"
  | "NOT_DELETED"
  | "NOT_KNOWN"
  | "LOCATION_UNUSABLE"
  | "STACK_LOCKED"
  | "STATE_CHANGED";

/** Why a stack was not recovered, and what to do. */
export class RecoveryError extends Error {
  constructor(
    readonly code: RecoveryFault,
    message: string,
  ) {
    super(message);
    this.name = "RecoveryError";
  }
}
