import type { Socket } from "node:net";
import { type Frame, KINDS, onFrames, writeFrame } from "./frames.ts";
import { messageOf } from "./message-of.ts";
import type { Parameter } from "./parse-parameters.ts";
import { readWhole } from "./read-whole.ts";
import type { Sessions } from "./sessions.ts";

type Asked = { readonly sql: string; readonly params: Readonly<Record<string, Parameter>> };

/**
 * Answers what the process that this one serves asks over one connection, any number of questions at a time, each as soon as
 * it can be. A question that its caller gives up, or whose connection ends, is not worked on any longer.
 */
export function answerQuestions(sessions: Sessions, socket: Socket): void {
  const asking = new Map<number, AbortController>();
  socket.on("error", () => {}); // Its end is told apart.
  socket.once("close", () => {
    for (const left of asking.values()) left.abort();
  });
  onFrames(socket, (frame) => {
    if (frame.kind === KINDS.leave) asking.get(frame.id)?.abort();
    else void answer(frame);
  });

  async function answer({ id, body }: Frame & { readonly body: Buffer }): Promise<void> {
    const left = new AbortController();
    asking.set(id, left);
    try {
      const { sql, params }: Asked = JSON.parse(body.toString());
      const rows = await sessions.reading(async (session) => {
        if (left.signal.aborted) return undefined; // While it waited.
        return readWhole(sessions, session, {
          sql,
          format: "JSONEachRow",
          parameters: params,
          left: left.signal,
        });
      });
      if (rows !== undefined) tell({ id, kind: KINDS.rows, body: rows }, left.signal);
    } catch (cause) {
      tell({ id, kind: KINDS.refusal, body: Buffer.from(messageOf(cause)) }, left.signal);
    } finally {
      asking.delete(id);
    }
  }

  function tell(frame: Frame, left: AbortSignal): void {
    if (!left.aborted) writeFrame(socket, frame);
  }
}
