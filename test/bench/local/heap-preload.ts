import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Lets a process tell the size of its heap, after a garbage collection, whenever it is sent a message. */
setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");
process.on("message", () => {
  collectGarbage();
  process.send?.({ heapBytes: process.memoryUsage().heapUsed });
});
