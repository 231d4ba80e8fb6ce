import { statSync } from "node:fs";
import { join } from "node:path";
import { listSlots } from "./list-slots.ts";
import type { SealedSegment } from "./sealed-segments.ts";
import { parseSegmentFile } from "./segment-id.ts";

type Segment = Pick<SealedSegment, "segmentId" | "startedAt">;

/**
 * Segments of which the events may not be in the warehouse, whichever process writes or wrote them, be it at work, hung or dead.
 * Quick enough to be asked by a request.
 */
export function listUnshipped(eventsFolder: string): readonly Segment[] {
  // Looked for before what is sealed, so that a segment on its way from one to the other is seen.
  const written = listSlots(eventsFolder, "active").flatMap(({ folder, names }) =>
    names.filter((name) => !isEmpty(join(folder, name))),
  );
  const sealed = listSlots(eventsFolder, "sealed").flatMap(({ names }) => names);
  return [...written, ...sealed].flatMap((name) => parseSegmentFile(name) ?? []);
}

/** A segment whose every write failed holds nothing, and may never be sealed. One that is gone has moved on. */
const isEmpty = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.size === 0;
