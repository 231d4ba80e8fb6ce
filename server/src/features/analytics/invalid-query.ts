import { AppError } from "#kernel/errors.ts";

/** The 400 for a parameter of a question that its schema alone cannot refuse. */
export function invalidQuery(path: string, message: string, cause?: unknown): AppError {
  return new AppError("invalid_payload", `${path}: ${message}`, {
    cause,
    details: { details: [{ path, message }] },
  });
}
