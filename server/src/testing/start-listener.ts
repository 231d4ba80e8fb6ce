import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/**
 * A TCP server on one of this machine's addresses, which counts who connects. What `serve` does with a connection is all
 * that happens to it. Ends with the test.
 */
export async function startListener(
  address: string,
  serve: (socket: Socket) => void = (socket) => socket.destroy(),
  port = 0,
) {
  const sockets = new Set<Socket>();
  const seen = { connections: 0 };
  const server = createServer((socket) => {
    seen.connections += 1;
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.resume(); // Who does not read never hears that the other side has gone.
    serve(socket);
  });
  server.listen(port, address);
  await once(server, "listening");
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, "close");
  });
  const bound = server.address();
  return {
    seen,
    open: () => sockets.size,
    port: typeof bound === "object" && bound !== null ? bound.port : 0,
  };
}
