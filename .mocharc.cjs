const { availableParallelism } = require("node:os");

/** Of `npm test`: every x.test.ts, or the files that are named. Those of x.long.ts need minutes; see test/long.mocharc.cjs. */
module.exports = {
  require: "ts-node/register",
  extension: ["test.ts"],
  recursive: true,
  timeout: 10_000,
  failZero: true,
  parallel: true,
  jobs: availableParallelism(),
};
