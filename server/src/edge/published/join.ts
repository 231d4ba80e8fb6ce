import type { Html } from "#edge/html.ts";

/** Pieces of markup one after another; what is not there leaves nothing. */
export const join = (parts: readonly (Html | null)[]): Html => ({
  text: parts.map((part) => part?.text ?? "").join(""),
});
