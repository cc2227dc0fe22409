import { createServer, type RequestListener } from "node:http";

/** Runs `use` with the address of a server on a free port of this machine. */
export async function withServer<T>(listener: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  // Keeps the connection of a client that computes for seconds: both are in this process, and the server would close it first.
  const server = createServer({ keepAliveTimeout: 0 }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    return await use(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
