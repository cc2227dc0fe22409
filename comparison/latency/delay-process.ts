import { createServer } from "node:http";
import { machineClock } from "./clock";

/** Answers `/{microseconds}` after so long: a server whose latencies are known. */
const server = createServer((request, response) => {
  const dueAtMs = machineClock.now() + Number(request.url?.slice(1)) / 1000;
  void machineClock.waitUntil(dueAtMs).then(() => response.end("late"));
});
process.once("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}` });
});
