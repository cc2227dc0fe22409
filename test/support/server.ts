import { createServer, type RequestListener } from "node:http";

/** Serves at a free port of this machine while `use` runs, which is given the address. */
export async function withServer<T>(listener: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  // A client that computes for seconds keeps its connection: both are in this process, and the server would end it first.
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
