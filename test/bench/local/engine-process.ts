import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { startEngine } from "../../../local/engine";

/** The engine in a process of its own, as `npm start` runs it, but with the highest throttle that the program takes. */
async function main(): Promise<void> {
  const { url, stacks, users } = await startEngine({ config: { throttleRatePerSecond: "10000", throttleBurst: "5000" } });
  process.send?.({
    url,
    username: users[0]?.username,
    password: users[0]?.password,
    stacks: stacks.map(({ strategy, tokenUse, apiUrl, pool }) => ({ strategy, tokenUse, apiUrl, clientId: pool.clients[0]?.id })),
  });
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  process.on("message", () => {
    collectGarbage();
    process.send?.({ heapBytes: process.memoryUsage().heapUsed });
  });
}

void main();
