import { AppError } from "#kernel/errors.ts";

const BYTES_MAX = 256 * 1024 * 1024;
/** A server waits half a minute for a whole request: what is sent is taken at once, and waits here to be written. */
const AHEAD_BYTES_MAX = 64 * 1024 * 1024;

/** The bytes of an upload as they come; throws 413 when there are more than 256 MB, and 400 when it breaks off. */
export async function* uploadBytes(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    const ahead = new ByteLengthQueuingStrategy({ highWaterMark: AHEAD_BYTES_MAX });
    for await (const chunk of bytes.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({}, ahead))) {
      size += chunk.length;
      if (size > BYTES_MAX) break;
      if (chunk.length > 0) yield chunk;
    }
  } catch (cause) {
    throw new AppError("invalid_payload", "The upload broke off before its end.", { cause });
  }
  if (size > BYTES_MAX) {
    throw new AppError("payload_too_large", `A file may have ${BYTES_MAX / 1024 / 1024} MB.`);
  }
}

/** Text without its byte order mark; throws 400 where the bytes are no UTF-8. */
export async function* decodeText(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const utf8 = new TextDecoder("utf-8", { fatal: true });
  const decode = (...of: Parameters<TextDecoder["decode"]>) => {
    try {
      return utf8.decode(...of);
    } catch (cause) {
      const message = "The file is not UTF-8. Save it as CSV UTF-8, or send its text in this encoding.";
      throw new AppError("invalid_payload", message, { cause });
    }
  };
  for await (const chunk of chunks) {
    const text = decode(chunk, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}
