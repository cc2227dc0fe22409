/** What does not exist in the environment of the program and the tools; `npm run check` fails if one of these compiles. */

// @ts-expect-error Node has no DOM
export const page = document;

// @ts-expect-error only tests have mocha
export const suite = describe;
