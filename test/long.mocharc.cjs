/**
 * Of `npm run test:long`: what takes minutes, such as statistics at length, whole processes and large tables. The limit is for a machine
 * that does other things as well.
 */
module.exports = { ...require("../.mocharc.cjs"), extension: ["long.ts"], timeout: 600_000 };
