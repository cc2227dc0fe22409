/** What is not there in a test that looks into no page; `npm run check` fails where it compiles. */

// @ts-expect-error Node has no DOM
export const page = document;
