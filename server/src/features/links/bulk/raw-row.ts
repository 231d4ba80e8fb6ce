import type { AppError } from "#kernel/errors.ts";

/** One row of a file, and where it stands: `row` counts rows from 1, `line` the lines of the file. */
export type RawRow<T> = { readonly row: number; readonly line: number } & (
  | { readonly value: T }
  | { readonly refusal: AppError }
);
