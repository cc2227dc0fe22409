import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on this machine only, at a free port for 0, and tells the port. Rejects with what `listen` says, such as EADDRINUSE. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}

/** Ends a server and the connections it has. */
export async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
  server.closeAllConnections();
  await closed;
}
