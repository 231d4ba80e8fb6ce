import { z } from "@hono/zod-openapi";

const BYTES_MAX = 255;

/** Would end a header or a path, or make the end of a name read as another: controls, separators, changes of direction. */
const FORBIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}/\\\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** A name that every system can save under. It is shown and sent in a header, and never becomes a path of ours. */
export const FileName = z
  .string()
  .trim()
  .normalize("NFC")
  .min(1)
  .refine((name) => Buffer.byteLength(name) <= BYTES_MAX, "A name has 255 bytes at most.")
  .refine(
    (name) => !FORBIDDEN.test(name),
    "A name has no slashes, control characters or changes of direction.",
  )
  .refine((name) => !/^\.+$/.test(name), "Dots alone are no name.");
