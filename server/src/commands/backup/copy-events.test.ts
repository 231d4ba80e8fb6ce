import { unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { ActiveSegment } from "#platform/event-log/active-segment.ts";
import { eventLine } from "#platform/event-log/event-line.ts";
import { recoverSlot } from "#platform/event-log/recover-slot.ts";
import { newSegmentId } from "#platform/event-log/segment-id.ts";
import { type Slot, takeSlot } from "#platform/event-log/slot.ts";
import { clickEvent } from "#testing/click-event.ts";
import { scratchFolder } from "#testing/engines.ts";
import { copyEvents } from "./copy-events.ts";
import { folderPlace } from "./folder-place.ts";
import { partName } from "./names.ts";
import type { Place } from "./place.ts";

const ID = "20260101T000000Z-00000000";

function writtenSegment(slot: Slot, eventId: string) {
  const segmentId = newSegmentId("node", slot.number, Date.now());
  const segment = new ActiveSegment(slot, segmentId);
  const event = clickEvent({ id: eventId });
  segment.write(Buffer.from(eventLine(event)), [event]);
  return { name: `${segmentId}.ndjson`, seal: () => segment.seal() };
}

/** A folder in which something happens before the first object is there. */
async function placeWhere(happens: (name: string) => unknown): Promise<Place> {
  const place = folderPlace(await scratchFolder());
  let isFirst = true;
  return {
    ...place,
    write: async (name, body) => {
      if (isFirst) {
        isFirst = false;
        await happens(name);
      }
      await place.write(name, body);
    },
  };
}

async function copiedIds(place: Place, eventsFolder: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const { name } of await copyEvents(place, ID, eventsFolder)) {
    const body = await place.read(partName(ID, name));
    const lines = body === undefined ? [] : (await text(body)).split("\n").slice(0, -1);
    ids.push(...lines.map((line): string => JSON.parse(line).id));
  }
  return ids.sort();
}

test("a segment that is sealed between listing and reading is in the copy, once", async () => {
  const events = await scratchFolder();
  using slot = takeSlot(events);
  const segments = ["evt_a", "evt_b", "evt_c"].map((id) => writtenSegment(slot, id));
  const place = await placeWhere(() => Promise.all(segments.map(({ seal }) => seal())));
  expect(await copiedIds(place, events)).toEqual(["evt_a", "evt_b", "evt_c"]);
});

test("a segment that is nowhere any more makes the copy fail", async () => {
  const events = await scratchFolder();
  using slot = takeSlot(events);
  const segments = ["evt_a", "evt_b"].map((id) => writtenSegment(slot, id));
  const place = await placeWhere((first) => {
    for (const { name } of segments) if (!first.endsWith(name)) unlinkSync(join(slot.active, name));
  });
  await expect(copyEvents(place, ID, events)).rejects.toThrow("went away");
});

test("a segment without a line may go, since whoever recovers its slot removes it", async () => {
  const events = await scratchFolder();
  using slot = takeSlot(events);
  writtenSegment(slot, "evt_a");
  for (const left of ["", '{"id":"evt_to']) {
    const name = `${newSegmentId("node", slot.number, Date.now())}.ndjson`;
    writeFileSync(join(slot.active, name), left);
  }
  const place = await placeWhere(() => recoverSlot(slot));
  expect(await copiedIds(place, events)).toEqual(["evt_a"]);
});
