import type { Context } from "hono";
import { AppError } from "#kernel/errors.ts";

/** How much JSON an operation takes that does not say otherwise. */
export const BODY_BYTES_MAX = 256 * 1024;
const DEPTH_MAX = 32;

/** The JSON of a request, at most 256 KB (or `bytesMax`) and 32 levels of it, or the documented refusal. */
export async function readJson(c: Context, bytesMax = BODY_BYTES_MAX): Promise<unknown> {
  const type = c.req.header("content-type");
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new AppError("invalid_payload", "Send JSON with the header content-type: application/json.");
  }
  return parseJson(await readBytes(c, bytesMax), "The body");
}

/** JSON that every store can keep; throws 400 in which `what` it is that is wrong. */
export function parseJson(bytes: Uint8Array, what: string): unknown {
  const text = decode(bytes, what);
  const value = parse(text, what);
  if (depthExceeds(value, DEPTH_MAX)) {
    throw new AppError("invalid_payload", `${what} is nested deeper than ${DEPTH_MAX} levels.`);
  }
  // PostgreSQL stores no NUL, and half a surrogate pair is no character: neither may reach a store.
  if (text.includes("\\u") && hasUnstorableText(value)) {
    throw new AppError("invalid_payload", `${what} has a text with a NUL or half a character in it.`);
  }
  return value;
}

/** The whole body; throws 413 for one that is larger. */
export async function readBytes(c: Context, bytesMax: number): Promise<Buffer<ArrayBuffer>> {
  const tooLarge = () => new AppError("payload_too_large", `The body is larger than ${bytesMax / 1024} KB.`);
  const declared = c.req.header("content-length");
  if (Number(declared ?? 0) > bytesMax) throw tooLarge();
  if (declared !== undefined) return Buffer.from(await c.req.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

function decode(bytes: Uint8Array, what: string): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new AppError("invalid_payload", `${what} is not UTF-8.`, { cause });
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("invalid_payload", `${what} is not JSON.`, { cause });
  }
}

/** Text that some engine would refuse or change. */
export const isUnstorable = (text: string): boolean => text.includes("\0") || !text.isWellFormed();

function hasUnstorableText(value: unknown): boolean {
  if (typeof value === "string") return isUnstorable(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => isUnstorable(key) || hasUnstorableText(inner));
}

function depthExceeds(value: unknown, left: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (left === 0) return true;
  for (const inner of Object.values(value)) if (depthExceeds(inner, left - 1)) return true;
  return false;
}
