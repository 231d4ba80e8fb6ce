import type { Context } from "hono";
import { AppError } from "#kernel/errors.ts";
import type { Upload } from "./bind.ts";

/** The body as it comes, of one of these media types, or the documented refusal. How much is read is the reader's to bound. */
export function readUpload(c: Context, types: readonly string[]): Upload {
  const type = (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!types.includes(type)) {
    throw new AppError(
      "invalid_payload",
      `Send a body with one of these content-types: ${types.join(", ")}.`,
    );
  }
  return { type, bytes: c.req.raw.body ?? new Blob([]).stream() };
}
