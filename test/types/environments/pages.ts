/** What does not exist in a browser; `npm run check` fails if one of these compiles. */

// @ts-expect-error browsers have no process
export const environment = process.env;

// @ts-expect-error browsers have no Buffer
export const bytes = Buffer;

// @ts-expect-error only tests have mocha
export const suite = describe;
