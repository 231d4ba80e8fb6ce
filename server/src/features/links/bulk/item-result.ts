import { AppError, type ErrorCode } from "#kernel/errors.ts";

export type ItemStatus = "created" | "updated" | "unchanged" | "skipped" | "failed";

/** What became of one link of many. */
export type ItemResult = {
  /** `null` where none was sent and none was made. */
  readonly slug: string | null;
  readonly status: ItemStatus;
  readonly version?: number;
  readonly error?: ItemError;
};

/** As the answer to that link alone would have said it. */
export type ItemError = {
  readonly error: ErrorCode;
  readonly message: string;
  readonly details?: FieldFault[];
};

type FieldFault = { readonly path: string; readonly message: string };

const DETAILS_MAX = 5;
const SHOWN_LENGTH = 100;

/** For an item whose slug may be any text. */
export function failed(slug: unknown, refusal: AppError): ItemResult & { readonly error: ItemError } {
  const shown = typeof slug === "string" && slug !== "" ? slug.slice(0, SHOWN_LENGTH) : null;
  return { slug: shown, status: "failed", error: errorOf(refusal) };
}

/** What a caller is told of a refusal that is not the whole answer. */
export function errorOf({ code, message, details }: AppError): ItemError {
  const faults = details["details"];
  if (!Array.isArray(faults)) return { error: code, message };
  return { error: code, message, details: (faults as FieldFault[]).slice(0, DETAILS_MAX) };
}

/** What makes one item fail and lets the others go on; throws everything else. */
export function refusalOf(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}
