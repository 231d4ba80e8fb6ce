/** The day that it is somewhere, and when the next one begins there: 23 to 25 hours after this one, as clocks are turned. */
export function localDay(now: Date, timeZone: string): { readonly day: string; readonly endsAt: Date } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const tomorrow = zoned.toPlainDate().add({ days: 1 });
  // Where the clock skips midnight, a day begins later.
  const endsAt = new Date(tomorrow.toZonedDateTime(timeZone).epochMilliseconds);
  return { day: zoned.toPlainDate().toString(), endsAt };
}
