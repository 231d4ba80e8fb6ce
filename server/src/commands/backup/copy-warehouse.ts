import { dumpMonth, type EventMonth, listMonths } from "#warehouse/dump-events.ts";
import type { Link } from "#warehouse/link.ts";
import type { Part } from "./manifest.ts";
import { writePart } from "./part-codec.ts";
import type { Place } from "./place.ts";

const TRIES_MAX = 3;

/** Every event of the warehouse, a part for each month. Nothing may be shipped meanwhile. */
export async function copyWarehouse(
  place: Place,
  id: string,
  link: Link,
): Promise<{ readonly events: number; readonly parts: readonly Part[] }> {
  // What is erased meanwhile would be counted and not be there.
  for (let tries = 1; ; tries++) {
    const before = await listMonths(link);
    const parts: Part[] = [];
    for (const month of before) {
      const part = `warehouse/${month.month}.parquet`;
      parts.push(await writePart(place, id, part, await dumpMonth(link, month)));
    }
    if (isSame(before, await listMonths(link)))
      return { events: before.reduce((sum, { rows }) => sum + rows, 0), parts };
    if (tries === TRIES_MAX) throw new Error("Events are being removed all the time. Try again later.");
  }
}

const isSame = (one: readonly EventMonth[], other: readonly EventMonth[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
