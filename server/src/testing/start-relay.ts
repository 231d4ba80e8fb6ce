import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

type Pair = readonly [Socket, Socket];

/** A wire to the server of this URL that a test can cut, and hold silent. Ends with the test. */
export async function startRelay(to: string) {
  const target = new URL(to);
  const pairs = new Set<Pair>();
  let isSilent = false;
  const flow = ([a, b]: Pair) => void a.pipe(b).pipe(a);
  const server = createServer((near) => {
    const pair: Pair = [near, connect(Number(target.port), target.hostname)];
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      for (const socket of pair) socket.destroy();
    };
    for (const socket of pair) socket.on("error", () => {}).on("close", end);
    if (!isSilent) flow(pair);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const cut = async () => {
    server.close();
    for (const [near] of pairs) near.destroy();
    await once(server, "close");
  };
  onTestFinished(() => (server.listening ? cut() : undefined));
  return {
    url: Object.assign(new URL(to), { host: `127.0.0.1:${port}` }).href,
    /** Ends every connection, and refuses new ones until `mend`. */
    cut,
    mend: async () => {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    /** Takes and accepts everything, and passes nothing on until `speak`. */
    hush: () => {
      isSilent = true;
      for (const [a, b] of pairs)
        for (const [from, into] of [
          [a, b],
          [b, a],
        ] as const)
          from.unpipe(into).pause();
    },
    speak: () => {
      if (!isSilent) return;
      isSilent = false;
      for (const pair of pairs) flow(pair);
    },
  };
}
