import type { EventChoice } from "./analytics-query.ts";

/**
 * The date of an event in the zone that `dayParams` are of: that of a clock in UTC which is put forward by what is said to
 * hold at that time. The engine is not asked about the zone: it has tables of its own, of another year than ours. `of`: as
 * `choiceSql` has it.
 */
export function daySql(of = ""): string {
  const seconds = `toUnixTimestamp(${of}at)`;
  const since = `roundDown(${seconds}, {shiftedSince:Array(UInt32)})`;
  const shift = `transform(${since}, {shiftedSince:Array(UInt32)}, {shifts:Array(Int32)})`;
  return `toDate(toDateTime(${seconds} + ${shift}, 'UTC'))`;
}

/** The values of `daySql`'s parameters, so that days begin where those of `seriesPoints` do. */
export function dayParams({ from, to, tz }: Pick<EventChoice, "from" | "to"> & { readonly tz: string }) {
  const shifts = shiftsIn(from, to, tz);
  return {
    shiftedSince: shifts.map(({ since }) => since / 1000),
    shifts: shifts.map(({ by }) => by / 1000),
  };
}

/** From when on the zone's clock is by how much before UTC's, in milliseconds: few, however long the range is. */
type Shift = { readonly since: number; readonly by: number };

function shiftsIn(from: number, to: number, tz: string): Shift[] {
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(tz).startOfDay();
  const shifts: Shift[] = [{ since: Math.max(0, first.epochMilliseconds), by: offsetOf(first) }];
  for (let change = nextChange(first); change !== null; change = nextChange(change)) {
    const since = change.epochMilliseconds;
    if (since >= to) break;
    const date = change.subtract({ nanoseconds: 1 }).toPlainDate();
    const isBack = Temporal.PlainDate.compare(change.toPlainDate(), date) < 0;
    const midnight = date.toZonedDateTime("UTC").epochMilliseconds;
    // A day that has begun goes on where the clock is put back behind its midnight, until it comes there again.
    if (isBack) shifts.push({ since, by: midnight - since });
    shifts.push({ since: isBack ? midnight - offsetOf(change) : since, by: offsetOf(change) });
  }
  return shifts;
}

const nextChange = (moment: Temporal.ZonedDateTime) => moment.getTimeZoneTransition("next");
const offsetOf = ({ offsetNanoseconds }: Temporal.ZonedDateTime): number => offsetNanoseconds / 1_000_000;
