import type { IncomingMessage, ServerResponse } from "node:http";

const DRAIN_BYTES_MAX = 1 << 20;
const DRAIN_MS = 2_000;

/**
 * Ends the connection of whoever was answered before having sent everything. What is under way is read for a moment: a
 * connection closed over unread bytes is reset, and its sender would never see the answer.
 */
export function endUnread(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete || request.destroyed) return;
  let left = DRAIN_BYTES_MAX;
  const end = () => request.destroy();
  const timer = setTimeout(end, DRAIN_MS);
  timer.unref();
  request.on("data", (piece: Uint8Array) => {
    left -= piece.length;
    if (left < 0) end();
  });
  request.once("close", () => clearTimeout(timer));
  request.once("error", () => {});
  response.once("error", () => {});
}
