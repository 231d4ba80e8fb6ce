import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten";
import type { ScriptAnswer } from "./sandbox.ts";
import { ScriptFailed } from "./script-failed.ts";

const HEADERS_MAX = 64;
const HEADER_CHARS_MAX = 8192;
const NAME = /^[!#$%&'*+.^_|~0-9a-z-]{1,128}$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * What a script reports as its answer: a JSON text, and bytes where the body is not in it. Copied out only after it is
 * known to be small enough, and believed in nothing.
 */
export function readAnswer(
  context: QuickJSContext,
  head: QuickJSHandle,
  body: QuickJSHandle | undefined,
  bytesMax: number,
): ScriptAnswer {
  const { status, headers, text } = parseHead(readHead(context, head, bytesMax));
  const bytes = text === null ? readBytes(context, body, bytesMax) : Buffer.from(text);
  if (bytes.length > bytesMax) throw tooLarge(bytesMax);
  return { status, headers, body: new Uint8Array(bytes) };
}

function readHead(context: QuickJSContext, head: QuickJSHandle, bytesMax: number): string {
  if (context.typeof(head) !== "string") throw badAnswer();
  using length = context.getProp(head, "length"); // Of a primitive, so no code of the script's runs.
  // A character takes six in JSON at most.
  if (context.getNumber(length) > 6 * bytesMax + 2 * HEADER_CHARS_MAX) throw tooLarge(bytesMax);
  return context.getString(head);
}

function readBytes(context: QuickJSContext, body: QuickJSHandle | undefined, bytesMax: number): Uint8Array {
  if (body === undefined || context.typeof(body) !== "object") throw badAnswer();
  let copy: ReturnType<QuickJSContext["getArrayBuffer"]>;
  try {
    copy = context.getArrayBuffer(body);
  } catch {
    throw badAnswer(); // It is none, or none any more.
  }
  try {
    if (copy.value.length > bytesMax) throw tooLarge(bytesMax);
    return Uint8Array.from(copy.value);
  } finally {
    copy.dispose();
  }
}

function parseHead(json: string) {
  const [status, headers, text] = parseArray(json);
  if (typeof status !== "number" || !Number.isInteger(status) || status < 200 || status > 599)
    throw badAnswer();
  if (!Array.isArray(headers) || headers.length > HEADERS_MAX || !headers.every(isHeader)) throw badAnswer();
  if (headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > HEADER_CHARS_MAX) {
    throw badAnswer();
  }
  if (text !== null && typeof text !== "string") throw badAnswer();
  return { status, headers, text };
}

function parseArray(json: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    if (Array.isArray(value)) return value;
  } catch {}
  throw badAnswer();
}

function isHeader(pair: unknown): pair is [string, string] {
  if (!Array.isArray(pair) || pair.length !== 2) return false;
  const [name, value] = pair as unknown[];
  return typeof name === "string" && NAME.test(name) && typeof value === "string" && VALUE.test(value);
}

const badAnswer = () => new ScriptFailed("bad_answer", "It answered with something that is no answer.");
const tooLarge = (bytesMax: number) =>
  new ScriptFailed("too_large", `Its answer is larger than ${bytesMax} bytes.`);
