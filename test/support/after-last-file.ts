/**
 * Ends what test files share. A worker of mocha runs one file after another with the same modules and, when there are no more, exits
 * with all that it holds.
 */
export function afterLastFile(end: () => Promise<void>): void {
  if (process.env.MOCHA_WORKER_ID === undefined) after(end);
}
