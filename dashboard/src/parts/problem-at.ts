import { ApiError } from "#api/api-error.ts";

/** What a refusal says of one field, to be shown beside it; what is within the field counts. */
export function problemAt(cause: unknown, path: string): string | undefined {
  if (!(cause instanceof ApiError)) return undefined;
  return cause.problems.find((one) => one.path === path || one.path.startsWith(`${path}.`))?.message;
}
