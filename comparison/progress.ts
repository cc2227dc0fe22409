export interface Progress {
  show(what: string, share: number): void;
  /** Makes room for text. */
  hide(): void;
}

const BAR_WIDTH = 40;
const DEFAULT_COLUMNS = 80;
/** Back to the line's start, and erase to its end. */
const CLEAR_LINE = "\r\x1b[K";

/** A bar where somebody can see it, and nothing where nobody can. */
export function createProgress(
  stream: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number },
): Progress {
  if (!stream.isTTY) return { show: () => undefined, hide: () => undefined };
  let isShown = false;
  return {
    show(what, share) {
      isShown = true;
      const filled = Math.round(share * BAR_WIDTH);
      const percent = String(Math.floor(share * 100)).padStart(3);
      const line = `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${percent} %  ${what}`;
      // A line that wraps could not be cleared.
      stream.write(CLEAR_LINE + line.slice(0, (stream.columns ?? DEFAULT_COLUMNS) - 1));
    },
    hide() {
      if (isShown) stream.write(CLEAR_LINE);
      isShown = false;
    },
  };
}
