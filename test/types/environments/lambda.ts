/** What is not there where handlers run; `npm run check` fails where one of these compiles. */

// @ts-expect-error Lambda has no DOM
export const page = document;

// @ts-expect-error Lambda has no mocha
export const suite = describe;
