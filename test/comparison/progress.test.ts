import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import { createProgress } from "../../comparison/progress";

describe("createProgress", () => {
  const createTerminal = (isTTY: boolean) => {
    const stream = Object.assign(new PassThrough(), { isTTY });
    return { progress: createProgress(stream), read: () => stripVTControlCharacters(String(stream.read() ?? "")) };
  };

  it("draws a bar with the share and the current step on a terminal", () => {
    const { progress, read } = createTerminal(true);

    progress.show("behaviour", 0);
    expect(read()).to.match(/░+ {3}0 % {2}behaviour/);

    progress.hide();
    progress.show("latency", 0.5);
    expect(read()).to.match(/█+░+ {2}50 % {2}latency/);
    progress.hide();
  });

  it("is silent without a terminal, and if there is nothing to clear", () => {
    const { progress, read } = createTerminal(false);

    progress.show("behaviour", 0.5);
    progress.hide();

    expect(read()).to.equal("");
    const terminal = createTerminal(true);
    terminal.progress.hide();
    expect(terminal.read()).to.equal("");
  });
});
