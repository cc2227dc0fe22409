import { render } from "lit-html";
import { messageOf, readState } from "./api";
import { initialState, Store } from "./state";
import { pageView, startProblemView } from "./view";

/** Renders the page once the engine's state is loaded. Nothing is sent before Send is pressed. */
async function start(root: HTMLElement): Promise<void> {
  root.replaceChildren();
  try {
    const store: Store = new Store(initialState(await readState()), () => queueMicrotask(draw));
    function draw(): void {
      render(pageView(store), root);
    }
  } catch (error) {
    render(
      startProblemView(messageOf(error), () => void start(root)),
      root,
    );
  }
}

const main = document.querySelector("main");
if (main !== null) void start(main);
