import type { Socket } from "node:net";
import { type Frame, KINDS, onFrames, writeFrame } from "./frames.ts";
import { insertFiles } from "./insert-files.ts";
import { messageOf } from "./message-of.ts";
import type { Parameter } from "./parse-parameters.ts";
import { readWhole } from "./read-whole.ts";
import type { Sessions } from "./sessions.ts";

type Asked = { readonly sql: string; readonly params: Readonly<Record<string, Parameter>> };
type Files = { readonly paths: readonly string[]; readonly token: string };

/**
 * Does what the process that this one serves asks for over one connection, any number of things at a time, each as soon as
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

  async function answer({ id, kind, body }: Frame & { readonly body: Buffer }): Promise<void> {
    const left = new AbortController();
    asking.set(id, left);
    const tell = (frame: Frame) => {
      if (!left.signal.aborted) writeFrame(socket, frame);
    };
    try {
      const asked = JSON.parse(body.toString());
      const rows = await (kind === KINDS.insert
        ? insert(sessions, asked)
        : rowsOf(sessions, asked, left.signal));
      tell({ id, kind: KINDS.rows, body: rows });
    } catch (cause) {
      tell({ id, kind: KINDS.refusal, body: Buffer.from(messageOf(cause)) });
    } finally {
      asking.delete(id);
    }
  }
}

const NO_ROWS = new Uint8Array();

const rowsOf = (sessions: Sessions, { sql, params }: Asked, left: AbortSignal): Promise<Uint8Array> =>
  sessions.reading(async (session) => {
    if (left.aborted) return NO_ROWS; // While it waited.
    return readWhole(sessions, session, { sql, format: "JSONEachRow", parameters: params, left });
  });

async function insert(sessions: Sessions, { paths, token }: Files): Promise<Uint8Array> {
  await sessions.inserting((session) => insertFiles(session, paths, token));
  return NO_ROWS;
}
