/** What is not there where the program and the tools run; `npm run check` fails where one of these compiles. */

// @ts-expect-error Node has no DOM
export const page = document;

// @ts-expect-error only tests have mocha
export const suite = describe;
