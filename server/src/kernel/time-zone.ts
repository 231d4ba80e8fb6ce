/**
 * The IANA time zone of this name, properly spelt; `undefined` for what is none. Whoever takes a zone from a caller asks
 * here: `Intl` alone takes names that `Temporal` cannot reckon with (SystemV/AST4, PST), and `Temporal` alone takes
 * moments for zones. Offsets are none: they know of no summer.
 */
export function timeZoneNamed(text: string): string | undefined {
  if (!/^[A-Za-z]/.test(text)) return undefined;
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return undefined;
  }
}
