/**
 * Where the range begins that ends where this one begins, and has as many days of the zone's calendar, and hours beyond
 * them, as this one: seven days before are seven days also where one of them has 23 hours. Epoch milliseconds.
 */
export function previousFrom(from: number, to: number, tz: string): number {
  const start = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz);
  const end = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(tz);
  return start.subtract(start.until(end, { largestUnit: "day" })).epochMilliseconds;
}
