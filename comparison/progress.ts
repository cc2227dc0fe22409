import { Format, Presets, SingleBar } from "cli-progress";

export interface Progress {
  show(what: string, share: number): void;
  /** Makes room for text. */
  hide(): void;
}

/** A bar where somebody can see it, and nothing where nobody can. */
export function createProgress(stream: NodeJS.WritableStream & { readonly isTTY?: boolean }): Progress {
  if (!stream.isTTY) return { show: () => undefined, hide: () => undefined };
  const bar = new SingleBar(
    {
      stream,
      clearOnComplete: true,
      hideCursor: true,
      format: (options, { progress }, { what }) =>
        `${Format.BarFormat(progress, options)} ${String(Math.floor(progress * 100)).padStart(3)} %  ${what}`,
    },
    Presets.shades_classic,
  );
  return {
    show(what, share) {
      if (bar.isActive) bar.update(share, { what });
      else bar.start(1, share, { what });
    },
    hide: () => bar.stop(),
  };
}
