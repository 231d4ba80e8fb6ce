import { t } from "#text/t.ts";
import { ApiError } from "./api-error.ts";

/** In words why nothing was answered: it took too long, or the server was not reached. An `ApiError` stays what it is. */
export function connectionError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  const isLate = cause instanceof DOMException && cause.name === "TimeoutError";
  return new ApiError(
    isLate ? "timeout" : "offline",
    t(isLate ? "error.timeout" : "error.offline"),
    0,
    "",
    [],
  );
}
