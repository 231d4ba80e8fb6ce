import { connect, type Socket } from "node:net";

export type Load = {
  readonly port: number;
  readonly connections: number;
  readonly requests: number;
  /** The n-th request, whole. */
  readonly request: (n: number) => string;
  /** The status every answer must have. */
  readonly status: number;
};

export type LoadResult = {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** Keeps so many connections busy, each with one request at a time, until so many are answered. Loopback only. */
export async function httpLoad({ port, connections, requests, request, status }: Load): Promise<LoadResult> {
  const expected = Buffer.from(`HTTP/1.1 ${status} `);
  const latencies = new Float64Array(requests);
  let sent = 0;
  const started = performance.now();
  const one = async (): Promise<void> => {
    const socket = connect(port, "127.0.0.1").setNoDelay(true);
    const answers = readAnswers(socket);
    while (sent < requests) {
      const n = sent++;
      const at = performance.now();
      socket.write(request(n));
      const head = await answers();
      if (!head.subarray(0, expected.length).equals(expected)) {
        throw new Error(`Request ${n} was answered ${head.subarray(0, 400).toString()}`);
      }
      latencies[n] = performance.now() - at;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const seconds = (performance.now() - started) / 1000;
  latencies.sort();
  const at = (share: number) => latencies[Math.floor(requests * share)] ?? 0;
  return { seconds, perSecond: requests / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Resolves with one whole answer after another; enough of HTTP for answers that say how long they are. */
function readAnswers(socket: Socket): () => Promise<Buffer> {
  let buffered = Buffer.alloc(0);
  let waiting: { resolve: (answer: Buffer) => void; reject: (cause: Error) => void } | undefined;
  const settle = () => {
    const length = answerLength(buffered);
    if (waiting === undefined || length === undefined || buffered.length < length) return;
    const { resolve } = waiting;
    waiting = undefined;
    const answer = buffered.subarray(0, length);
    buffered = buffered.subarray(length);
    resolve(answer);
  };
  socket.on("data", (chunk: Buffer<ArrayBuffer>) => {
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    settle();
  });
  const fail = (cause?: Error) => waiting?.reject(cause ?? new Error("The connection was closed."));
  socket.on("error", fail).on("close", () => fail());
  return () =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      settle();
    });
}

function answerLength(buffer: Buffer): number | undefined {
  const end = buffer.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const head = buffer.toString("latin1", 0, end);
  if (/^transfer-encoding: *chunked/im.test(head)) {
    const last = buffer.indexOf("0\r\n\r\n", end + 4);
    return last < 0 ? undefined : last + 5;
  }
  const [, length = "0"] = /^content-length: *(\d+)/im.exec(head) ?? [];
  return end + 4 + Number(length);
}
