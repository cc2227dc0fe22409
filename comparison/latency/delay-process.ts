import { createServer } from "node:http";
import { performance } from "node:perf_hooks";

/**
 * Answers `/{microseconds}` after about so long, with the milliseconds that it really waited, by its own clock: a server whose
 * latencies are known. A timer may be late, which is told; a loop that waited exactly would take a core from the generator.
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
