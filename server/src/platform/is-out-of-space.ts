/** No space, and no space left of what this user may take. */
const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** Whether the system refused to write because there was no room for it. */
export const isOutOfSpace = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && FULL.has(String(cause.code));
