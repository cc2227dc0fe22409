/** What does not exist in the handlers' environment; `npm run check` fails if one of these compiles. */

// @ts-expect-error Lambda has no DOM
export const page = document;

// @ts-expect-error Lambda has no mocha
export const suite = describe;
