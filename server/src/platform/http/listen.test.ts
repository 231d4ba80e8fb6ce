import { once } from "node:events";
import { connect } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { listen } from "./listen.ts";

/** Answers with how much it was sent; a body for `/long` may take its time. */
async function start(bodyMs: number) {
  const listening = await listen(
    (request, response) =>
      void buffer(request).then(
        (body) => response.end(String(body.length)),
        () => {},
      ),
    0,
    "127.0.0.1",
    { bodyMs, isLong: ({ url }) => url === "/long" },
  );
  return { ...listening, [Symbol.asyncDispose]: () => listening.close() };
}

async function begin(port: number, path: string) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\n`);
  return { socket, answer: text(socket) };
}

test("a body that stands still is cut off, a long one as well", async () => {
  await using server = await start(50);
  for (const path of ["/", "/long"]) {
    const { answer } = await begin(server.port, path);
    expect(await answer, path).toMatch(/^HTTP\/1\.1 408 /);
  }
});

test("a long body takes as long as it keeps coming", async () => {
  await using server = await start(1_500);
  const { socket, answer } = await begin(server.port, "/long");
  for (const byte of "slow") {
    await new Promise((later) => setTimeout(later, 500));
    socket.write(byte);
  }
  expect(await answer).toMatch(/^HTTP\/1\.1 200 .*4$/s);
});
