import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Frame, KINDS, onFrames, writeFrame } from "./frames.ts";

const frames = fc.array(
  fc.record({
    id: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    kind: fc.constantFrom(...Object.values(KINDS)),
    body: fc.uint8Array({ maxLength: 40 }),
  }),
  { maxLength: 8 },
);

/** What is written to it, and what it is told that it got. */
function fakeSocket() {
  const written: Uint8Array[] = [];
  const socket = Object.assign(new EventEmitter(), {
    cork: () => {},
    uncork: () => {},
    write: (bytes: Uint8Array) => written.push(bytes),
  });
  return { socket: socket as unknown as Socket, written };
}

test("frames arrive whole, in their order, however they were cut on their way", () => {
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, cuts) => {
      const { socket, written } = fakeSocket();
      for (const frame of sent) writeFrame(socket, frame);
      const bytes = Buffer.concat(written);
      const told: Frame[] = [];
      onFrames(socket, ({ id, kind, body }) => told.push({ id, kind, body: Uint8Array.from(body) }));
      for (let start = 0, turn = 0; start < bytes.length; turn++) {
        const end = start + (cuts[turn % cuts.length] ?? 1);
        socket.emit("data", bytes.subarray(start, end));
        start = end;
      }
      expect(told).toEqual(sent);
    }),
    { numRuns: 300, verbose: 1 },
  );
});
