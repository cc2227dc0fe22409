import { expect } from "chai";
import type { EngineState } from "../../../local/page/contract";
import { createLargeTable } from "../../support/large-table";
import { describePage } from "./browser";

const LONG = "a-name-that-is-longer-than-any-that-somebody-would-choose-and-has-no-blank-in-it";

describePage("engine page layout", (tab) => {
  const resize = (width: number, height: number) => tab.page.setViewportSize({ width, height });
  /** The parts of these elements outside the window or covered by something else. */
  const findHidden = (selector: string) =>
    tab.page.locator(selector).evaluateAll((elements) =>
      elements.flatMap((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const hit = document.elementFromPoint(left + width / 2, top + height / 2);
        return hit !== null && (element.contains(hit) || hit.contains(element)) ? [] : (element.textContent?.trim() ?? "");
      }),
    );
  const scrollWidth = () => tab.page.evaluate(() => document.documentElement.scrollWidth);
  const routes = createLargeTable().routes.slice(0, 30);
  const withManyRoutes = (state: EngineState): EngineState => ({
    ...state,
    stacks: state.stacks.map((stack) => ({
      ...stack,
      routes: routes.map(({ method, path }) => ({ method, path, scopes: [], ...(method === "GET" ? {} : { bodySchema: {} }) })),
    })),
  });

  it("lists 30 routes in the table's order, each of which can be selected and sent", async () => {
    await tab.pretend(withManyRoutes);
    const texts = await tab.page.locator("label:has([name=route])").allTextContents();
    const last = routes.at(-1);

    for (const [width, height] of [
      [1366, 650],
      [900, 800],
      [390, 844],
    ] as const) {
      await resize(width, height);
      await tab.page.locator("label:has([name=route])").last().click();
      await tab.page.getByRole("textbox", { name: "Body" }).fill('{"some":"body"}');
      await tab.choose("No token");
      await tab.send();
      const caption = await tab.page.locator(".caption").textContent();
      expect(caption, `${width}`).to.include(`${last?.method} ${last?.path}`).and.include("No token");
      await tab.page.locator("label:has([name=route])").first().click();
      await tab.choose("Send it properly");
    }

    expect(texts.map((text) => text.trim().split(/\s+/).join(" "))).to.deep.equal(
      routes.map(({ method, path }) => `${method} ${path}`),
    );
  });

  for (const [width, height] of [
    [1024, 640],
    [1366, 650],
    [1440, 780],
  ] as const) {
    it(`keeps the token choice and Send in view at ${width} x ${height}, with 30 routes and a body`, async () => {
      await resize(width, height);
      await tab.pretend(withManyRoutes);
      await tab.page.locator("label:has([name=route])").nth(1).click();

      expect(await findHidden("label:has([name=deviation]), #what-it-does, button.primary")).to.deep.equal([]);
    });
  }

  for (const [width, height] of [
    [700, 900],
    [900, 800],
    [1100, 780],
  ] as const) {
    it(`shows the caller beside the responses at ${width} x ${height}`, async () => {
      await resize(width, height);
      await tab.send();

      expect(await findHidden("label:has([name=user]), .caption p, .column .status, .column .decision")).to.deep.equal([]);
    });
  }

  for (const width of [390, 900, 1400]) {
    it(`keeps showing whose responses these are when scrolled at ${width} px, and never scrolls sideways`, async () => {
      await resize(width, 800);
      await tab.send();
      for (const summary of await tab.page.locator("summary").all()) await summary.click();
      await tab.page.locator(".column h3").last().scrollIntoViewIfNeeded();
      await tab.page.evaluate(() => scrollBy(0, 100));

      expect(await findHidden(".caption p")).to.deep.equal([]);
      expect(await tab.page.locator(".caption").textContent()).to.include("nobody");
      expect(await scrollWidth()).to.equal(width);
    });
  }

  it("wraps names that are too long", async () => {
    await tab.pretend((state) => ({
      ...state,
      users: state.users.map((user) => ({ ...user, name: LONG, groups: user.groups.map(() => LONG) })),
      stacks: state.stacks.map((stack) => ({
        ...stack,
        routes: stack.routes.map((route) => ({ ...route, path: `${route.path}/${LONG}/{${LONG}}`, scopes: [LONG] })),
      })),
    }));

    for (const width of [390, 900, 1400]) {
      await resize(width, 800);
      await tab.send();
      expect(await scrollWidth(), `${width}`).to.equal(width);
      const isTooWide = (element: Element) =>
        getComputedStyle(element).overflowX !== "visible" && element.scrollWidth > element.clientWidth;
      for (const selector of ["form.request", ".call", ".choices"]) {
        expect(await tab.page.locator(selector).first().evaluate(isTooWide), `${selector} at ${width}`).to.equal(false);
      }
    }
  });
});
