import { ApiError } from "#api/api-error.ts";
import { t } from "#text/t.ts";
import { fieldsOf, missingIn } from "./block-kinds.ts";
import type { PageDraft } from "./page-draft.ts";

/** What is wrong, by the path of the field as the API writes it. */
export type Problems = Readonly<Record<string, string>>;

/** The paths of what is still to be filled in before a draft can be saved. */
export function missingOf({ title, mode, priceCents, currency, blocks }: PageDraft): readonly string[] {
  return [
    ...(title.trim() === "" ? ["title"] : []),
    ...(mode === "PAID" && !priceCents ? ["priceCents"] : []),
    ...(mode === "PAID" && !currency ? ["currency"] : []),
    ...blocks.flatMap(({ block }, place) => missingIn(fieldsOf(block.type), block, `blocks.${place}`)),
  ];
}

/** Those that are there say what they lack. */
export const missingProblems = (missing: readonly string[]): Problems =>
  Object.fromEntries(missing.map((path) => [path, t("problem.missing")]));

/** What the API refused, by path; `places` says which of the draft's blocks those were that it was sent. */
export function refusedProblems(cause: unknown, places?: readonly number[]): Problems {
  if (!(cause instanceof ApiError)) return {};
  return Object.fromEntries(
    cause.problems.map(({ path, message }) => {
      const at = path.replace(/^blocks\.(\d+)/, (_, place) => `blocks.${places?.[Number(place)] ?? place}`);
      return [at, message];
    }),
  );
}
