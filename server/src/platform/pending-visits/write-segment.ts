import { open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { SegmentId } from "#platform/event-log/segment-id.ts";
import { SegmentCounter } from "#platform/event-log/segment-summary.ts";
import type { Slot } from "#platform/event-log/slot.ts";
import { writeSummary } from "#platform/event-log/summary-file.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import type { PendingVisit } from "./pending-store.ts";

const DRAFT = ".draft-of-pending";

/** Where a test may stop the program: the draft is on disk, the segment can be shipped. */
export type WriteStep = "drafted" | "sealed";

/**
 * Puts a whole segment among the sealed ones, or nothing of it: the name appears only when every byte is on disk. Its
 * bytes follow from the events alone, so that whoever writes it again writes the same.
 */
export async function writeSegment(
  { sealed }: Pick<Slot, "sealed">,
  segmentId: SegmentId,
  visits: readonly PendingVisit[],
  reached: (step: WriteStep) => void = () => {},
): Promise<void> {
  const path = join(sealed, `${segmentId}.ndjson`);
  const draft = join(sealed, `${segmentId}${DRAFT}`);
  {
    await using file = await open(draft, "w");
    await file.writeFile(visits.map(({ event }) => `${event}\n`).join(""));
    await file.sync();
  }
  reached("drafted");
  const counter = new SegmentCounter();
  for (const { event } of visits) counter.add(JSON.parse(event) as VisitEvent);
  // Whoever takes over a claim writes the same segment, and another machine may ship that one meanwhile.
  await writeSummary(path, { summary: counter.summary(segmentId), isOnlyCopy: false });
  await rename(draft, path);
  await syncFolder(sealed);
  reached("sealed");
}

/** Removes what a process left unfinished that had this slot before. */
export async function removeDrafts({ sealed }: Pick<Slot, "sealed">): Promise<void> {
  const names = (await readdir(sealed)).filter((name) => name.endsWith(DRAFT));
  await Promise.all(names.map((name) => rm(join(sealed, name), { force: true })));
}
