import { AppError } from "#kernel/errors.ts";

/** The whole of it; throws 413 as soon as it is known to be more than `bytesMax`, 400 where it breaks off. */
export async function readBytes(bytes: ReadableStream<Uint8Array>, bytesMax: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > bytesMax) {
        throw new AppError("payload_too_large", `This function takes ${bytesMax} bytes at most.`);
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof AppError
      ? cause
      : new AppError("invalid_payload", "The body broke off.", { cause });
  }
  return Buffer.concat(chunks);
}
