import { ApiError } from "#api/api-error.ts";

/** What the API says of a field, or of something in it; `undefined` where it says nothing. */
export function problemAt(cause: unknown, path: string): string | undefined {
  if (!(cause instanceof ApiError)) return undefined;
  const found = cause.problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  return found.length === 0 ? undefined : [...new Set(found.map(({ message }) => message))].join(" ");
}

/** Whether each thing that the API says is said beside one of these fields. */
export const isBeside = (cause: unknown, paths: readonly string[]): boolean =>
  cause instanceof ApiError &&
  cause.problems.length > 0 &&
  cause.problems.every(({ path }) => paths.some((one) => path === one || path.startsWith(`${one}.`)));
