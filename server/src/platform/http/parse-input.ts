import type { z } from "@hono/zod-openapi";
import { AppError, type ErrorCode, FIELD_ERROR } from "#kernel/errors.ts";

const DETAILS_MAX = 20;

/** What a schema makes of a caller's input, or the documented 400: a field's own code, and every wrong field by its path. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, DETAILS_MAX).flatMap((issue) => {
    const fields =
      issue.code === "unrecognized_keys" ? issue.keys.slice(0, DETAILS_MAX).map((key) => [key]) : [[]];
    return fields.map((field) => ({ path: [...issue.path, ...field].join("."), message: issue.message }));
  });
  throw refusedInput(codeOf(parsed.error.issues[0]?.path ?? []), details);
}

/** The documented 400, in the words of the first of the wrong fields. */
export function refusedInput(
  code: ErrorCode,
  details: readonly { readonly path: string; readonly message: string }[],
): AppError {
  const [first] = details;
  const message = first === undefined ? "Invalid input." : describe(first.path, first.message);
  return new AppError(code, message, { details: { details: details.slice(0, DETAILS_MAX) } });
}

/** Also of a field inside another: a destination is one in a rule as well. */
function codeOf(path: readonly PropertyKey[]): ErrorCode {
  for (const part of path) {
    const field = String(part);
    if (Object.hasOwn(FIELD_ERROR, field)) return FIELD_ERROR[field] ?? "invalid_payload";
  }
  return "invalid_payload";
}

const describe = (path: string, message: string) =>
  (path === "" ? message : `${path}: ${message}`).slice(0, 500);
