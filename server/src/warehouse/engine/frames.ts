import type { Socket } from "node:net";

/**
 * What a frame is: of the asking side a question, a segment to insert, or the wish to hear no more of one; of the other the
 * rows of an answer, or a refusal.
 */
export const KINDS = { ask: 0, insert: 1, leave: 2, rows: 3, refusal: 4 } as const;
export type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Where questions are answered, beside the socket for everything else. */
export const questionsPathOf = (socketPath: string): string => `${socketPath}q`;

/** `id`: of the question that it is about. */
export type Frame = { readonly id: number; readonly kind: Kind; readonly body: Uint8Array };

/** Before the body: its length and the id, of 32 bits each, and the kind. */
const HEAD_BYTES = 9;

export function writeFrame(socket: Socket, { id, kind, body }: Frame): void {
  const head = Buffer.allocUnsafe(HEAD_BYTES);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt32BE(id, 4);
  head.writeUInt8(kind, 8);
  socket.cork();
  socket.write(head);
  socket.write(body);
  socket.uncork();
}

/** Tells of each frame once all of it has arrived, however it was cut on its way. */
export function onFrames(socket: Socket, tell: (frame: Frame & { readonly body: Buffer }) => void): void {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = HEAD_BYTES;
  socket.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    held += chunk.length;
    if (held < wanted) return;
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    for (wanted = sizeOf(bytes); bytes.length >= wanted; wanted = sizeOf(bytes)) {
      const kind = bytes.readUInt8(8) as Kind;
      tell({ id: bytes.readUInt32BE(4), kind, body: bytes.subarray(HEAD_BYTES, wanted) });
      bytes = bytes.subarray(wanted);
    }
    chunks = [bytes];
    held = bytes.length;
  });
}

const sizeOf = (bytes: Buffer): number =>
  bytes.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + bytes.readUInt32BE(0);
