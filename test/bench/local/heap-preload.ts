import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Lets a process report its heap size, after a garbage collection, whenever it receives a message. */
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
process.on("message", () => {
  collectGarbage();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed });
});
