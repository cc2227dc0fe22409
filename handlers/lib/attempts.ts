const ATTEMPTS = 2;

/** Tries once more if an attempt fails or takes longer; `isAnswer` names the errors that a second attempt would only repeat. */
export async function tryTwice<T>(
  timeoutMs: number,
  attempt: (abortSignal: AbortSignal) => Promise<T>,
  isAnswer: (error: unknown) => boolean = () => false,
): Promise<T> {
  for (let left = ATTEMPTS - 1; ; left--) {
    try {
      return await attempt(AbortSignal.timeout(timeoutMs));
    } catch (error) {
      if (left === 0 || isAnswer(error)) throw error;
    }
  }
}
