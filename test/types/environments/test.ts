/** What does not exist in a test that does not inspect a page; `npm run check` fails if it compiles. */

// @ts-expect-error Node has no DOM
export const page = document;
