const TWO_LETTERS = /^\s*([a-z]{2})(?![a-z])/i;

/** The language a visitor names first, as ISO 639-1; empty for one that has no two letters. */
export const preferredLanguage = (acceptLanguage: string | undefined): string =>
  acceptLanguage === undefined ? "" : (TWO_LETTERS.exec(acceptLanguage)?.[1]?.toLowerCase() ?? "");
