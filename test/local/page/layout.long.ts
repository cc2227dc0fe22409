import { expect } from "chai";
import type { EngineState } from "../../../local/page/contract";
import { createLargeTable } from "../../support/large-table";
import { describePage, type Tab } from "./browser";

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

  for (const [count, width, beside] of [
    [3, 1280, 3],
    [3, 1024, 2],
    [3, 900, 3],
    [3, 700, 2],
    [4, 1280, 3],
    [5, 1600, 4],
  ] as const) {
    it(`cuts off none of ${count} strategies at ${width} px, and puts ${beside} beside each other`, async () => {
      await resize(width, 900);
      await tab.pretend((state) => ({
        ...state,
        stacks: Array.from({ length: count }, (_, index) => state.stacks[index] ?? state.stacks[0])
          .flatMap((stack) => stack ?? [])
          .map((stack, index) => ({ ...stack, strategy: index < 2 ? stack.strategy : `the-strategy-number-${index}` })),
      }));
      await tab.send();
      const cut = await tab.page.locator(".column, .column *").evaluateAll((elements) => {
        const isSeen = (element: Element) =>
          element.closest("details:not([open])") === null && !element.matches(".only-read-out");
        const isInside = ({ left, right }: DOMRect) => left >= 0 && right <= innerWidth;
        return elements
          .filter((element) => isSeen(element) && !isInside(element.getBoundingClientRect()))
          .map(({ className }) => className);
      });
      const tops = await tab.page
        .locator(".column")
        .evaluateAll((columns) => columns.map((column) => column.getBoundingClientRect().top));
      const names = await tab.page
        .locator(".steps b")
        .evaluateAll((all) => all.map((name) => name.getClientRects()[0]?.height ?? 0));

      expect(cut).to.deep.equal([]);
      expect(tops.filter((top) => top === tops[0])).to.have.lengthOf(beside);
      expect(await tab.statuses()).to.have.lengthOf(count);
      expect(Math.max(...names), "a step's name on several lines").to.be.lessThan(30);
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

describePage(
  "engine page layout with claims and what is stored",
  (tab) => {
    for (const [width, colorScheme] of [
      [320, "light"],
      [320, "dark"],
      [1280, "light"],
      [1280, "dark"],
    ] as const) {
      it(`shows all of it in ${colorScheme} at ${width} px, and never scrolls sideways`, async () => {
        await tab.page.emulateMedia({ colorScheme });
        await tab.page.setViewportSize({ width, height: 800 });
        await tab.choose("writer");
        await tab.send();
        for (const summary of await tab.page.locator("summary").all()) await summary.click();
        const sizes = await tab.page
          .locator(".claims dd, .origin, .stored pre, .stored button, .steps p, .steps b")
          .evaluateAll((elements) =>
            elements.map((element) => {
              const { left, right, width: wide } = element.getBoundingClientRect();
              return { isInside: left >= 0 && right <= innerWidth, wide };
            }),
          );

        expect(sizes.filter(({ isInside, wide }) => !isInside || wide < 20)).to.deep.equal([]);
        expect(await tab.page.evaluate(() => document.documentElement.scrollWidth)).to.equal(width);
        expect(await findFaint(tab)).to.deep.equal([]);
      });
    }
  },
  "everything",
);

/** Notes whose contrast with the page is below 4.5 : 1, as WCAG counts it. */
const findFaint = (tab: Tab) =>
  tab.page.locator(".origin, .stored p, .stored pre, .stored summary").evaluateAll((elements) => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const luminanceOf = (color: string) => {
      if (context === null) throw new Error("no canvas");
      context.fillStyle = color;
      context.fillRect(0, 0, 1, 1);
      const linear = [...context.getImageData(0, 0, 1, 1).data].map((value) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
      );
      return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
    };
    const groundOf = (element: Element | null): string => {
      const color = element === null ? "white" : getComputedStyle(element).backgroundColor;
      return color === "rgba(0, 0, 0, 0)" ? groundOf(element?.parentElement ?? null) : color;
    };
    return elements.flatMap((element) => {
      const pair = [getComputedStyle(element).color, groundOf(element)].map(luminanceOf);
      const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
      return contrast >= 4.5 ? [] : [`${element.className} ${contrast.toFixed(1)}`];
    });
  });
