import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

export interface Patience {
  /** How long an operation may take before it is interrupted. */
  readonly limitMs: number;
  /** How long it may then wait for what it has under way, before it is terminated and may leave that behind. */
  readonly endMs: number;
}

interface OperationLimits extends Patience {
  /** `pulumi up of access-token-scopes` */
  readonly what: string;
  readonly stop?: AbortSignal;
  /** How long the CLI may take to say that it was interrupted, and to end when it is terminated. */
  readonly noticeMs?: number;
  readonly terminationMs?: number;
}

/** Options of an Automation API operation. */
interface OperationOptions {
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
}

/** An operation was interrupted after its time limit. */
class TooLongError extends Error {
  readonly code = "OPERATION_TOO_LONG";
  constructor(what: string, limitMs: number, options?: ErrorOptions) {
    super(`error: ${what} took longer than ${limitMs / 1000} s`, options);
    this.name = "TooLongError";
  }
}

/** The CLI's message on interruption. Source: pulumi/pkg/v3 3.250.0, backend/cancellation_scope.go, read 2026-11. */
export const NOTICE = "received; cancelling";

/**
 * Runs a CLI operation; interrupts it on request or after its time limit, terminates it if it does not end, and finally gives up on it.
 *
 * @throws the reason of `stop`, TooLongError, or whatever the operation throws
 */
export async function runOperation<T>(
  { what, limitMs, endMs, stop, noticeMs = 2000, terminationMs = 15_000 }: OperationLimits,
  operate: (options: OperationOptions) => Promise<T>,
): Promise<T> {
  stop?.throwIfAborted();
  const deadline = AbortSignal.timeout(limitMs);
  const isOver = stop === undefined ? deadline : AbortSignal.any([stop, deadline]);
  const interrupt = new AbortController();
  const hasEnded = new AbortController();
  const wait = (ms: number) => sleep(ms, undefined, { signal: hasEnded.signal });
  let printed = "";
  const giveUp = async (): Promise<never> => {
    await once(isOver, "abort", { signal: hasEnded.signal });
    // A terminal sends Ctrl-C to the CLI as well. Interrupted twice, it ends at once and forgets what it is just creating.
    await wait(noticeMs);
    if (!printed.includes(NOTICE)) interrupt.abort();
    await wait(endMs);
    // The Automation API interrupts the CLI at each event.
    interrupt.signal.dispatchEvent(new Event("abort"));
    await wait(terminationMs);
    throw new TooLongError(what, limitMs);
  };
  const onOutput = (text: string) => {
    printed += text;
  };
  const patience = giveUp();
  patience.catch(() => undefined);
  try {
    return await Promise.race([operate({ signal: interrupt.signal, onOutput }), patience]);
  } catch (error) {
    stop?.throwIfAborted();
    throw deadline.aborted ? new TooLongError(what, limitMs, { cause: error }) : error;
  } finally {
    hasEnded.abort();
  }
}
