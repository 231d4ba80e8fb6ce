const NAMES = new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });

/** A country as this reader calls it; what is no code of one stays as it is. */
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/i.test(code) ? (NAMES.of(code.toUpperCase()) ?? code) : code;
