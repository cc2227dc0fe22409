import { createServer } from "node:http";
import { performance } from "node:perf_hooks";

/**
 * Responds to `/{microseconds}` after about that delay with the actual one in milliseconds: a server with known latencies. Late timers are
 * reported; busy waiting would take a core away from the generator.
 */
const server = createServer((request, response) => {
  const askedAtMs = performance.now();
  setTimeout(() => response.end(String(performance.now() - askedAtMs)), Number(request.url?.slice(1)) / 1000);
});
process.once("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ origin: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}` });
});
