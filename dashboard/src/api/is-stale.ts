import { ApiError } from "./api-error.ts";

/** Whether a change was refused because what is there is not what it was made of. */
export const isStale = (cause: unknown): cause is ApiError =>
  cause instanceof ApiError && cause.code === "precondition_failed";
