/** Of `npm run test:long`: what takes minutes, such as statistics at length, whole processes and large tables. */
module.exports = { ...require("../.mocharc.cjs"), extension: ["long.ts"], timeout: 120_000 };
