import type { Context } from "hono";
import { AppError } from "#kernel/errors.ts";
import type { Upload } from "./bind.ts";

export const ANY_TYPE = "*/*";

/** Whether a body is announced as one of these media types. */
export const isUpload = (c: Context, types: readonly string[]): boolean =>
  types.includes(ANY_TYPE) || types.includes(typeOf(c));

/** The body as it comes, of one of these media types, or the documented refusal. How much is read is the reader's to bound. */
export function readUpload(c: Context, types: readonly string[]): Upload {
  const type = typeOf(c);
  if (!isUpload(c, types)) {
    throw new AppError(
      "invalid_payload",
      `Send a body with one of these content-types: ${types.join(", ")}.`,
    );
  }
  return { type, bytes: c.req.raw.body ?? new Blob([]).stream() };
}

const typeOf = (c: Context): string =>
  (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
