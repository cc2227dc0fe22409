import { once } from "node:events";
import type { Server } from "node:http";
import { createServer, type Server as NetServer } from "node:net";

/** A server's listener on `::1`. */
const twins = new WeakMap<Server, NetServer>();

const isCoded = (error: unknown, ...codes: readonly string[]) =>
  error instanceof Error && "code" in error && codes.some((code) => code === error.code);

async function bind(server: NetServer, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

const end = (server: NetServer) =>
  new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));

/** Attempts to find a port that is free on `::1` as well. */
const MAX_ATTEMPTS = 10;

/**
 * Listens on loopback only, on a free port for 0, and resolves with the port. Takes both addresses of `localhost`, because a browser
 * tries either first and would otherwise reach another program. Rejects with the error of `listen`, such as EADDRINUSE.
 */
export async function listen(server: Server, port: number, attempts = MAX_ATTEMPTS): Promise<number> {
  const bound = await bind(server, "127.0.0.1", port);
  // Source: nodejs.org/docs/latest-v20.x/api/http.html, event «connection»: it may be emitted to inject connections, read 2026-11.
  const twin = createServer((socket) => server.emit("connection", socket));
  try {
    await bind(twin, "::1", bound);
    twins.set(server, twin);
    server.once("close", () => twin.close());
  } catch (error) {
    // A machine without IPv6.
    if (isCoded(error, "EADDRNOTAVAIL", "EAFNOSUPPORT")) return bound;
    await end(server);
    if (port === 0 && attempts > 1 && isCoded(error, "EADDRINUSE")) return listen(server, 0, attempts - 1);
    throw error;
  }
  return bound;
}

/** Closes a server and its connections. */
export async function close(server: Server): Promise<void> {
  const twin = twins.get(server);
  const closed: Promise<unknown>[] = [end(server), ...(twin === undefined ? [] : [once(twin, "close")])];
  server.closeAllConnections();
  await Promise.all(closed);
}
