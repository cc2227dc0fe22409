import { createServer, type RequestListener } from "node:http";

/** Serves at a free port of this machine while `use` runs, which is given the address. */
export async function withServer<T>(listener: RequestListener, use: (address: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    return await use(`http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
