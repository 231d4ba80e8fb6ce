import { open, readFile, rm } from "node:fs/promises";
import type { SealedSegment } from "./sealed-segments.ts";
import type { SegmentSummary } from "./segment-summary.ts";

const pathOf = (segmentPath: string) => segmentPath.replace(/\.ndjson$/, ".summary.json");

/** Put beside a segment, and on disk, before the segment is sealed. */
export async function writeSummary(segmentPath: string, summary: SegmentSummary): Promise<void> {
  await using file = await open(pathOf(segmentPath), "w");
  await file.writeFile(JSON.stringify(summary));
  await file.sync();
}

/** `undefined` for a segment that its writer could not seal itself: its lines must be read to know what is in it. */
export async function readSummary({ segmentId, path }: SealedSegment): Promise<SegmentSummary | undefined> {
  try {
    const summary: SegmentSummary = JSON.parse(await readFile(pathOf(path), "utf8"));
    return summary.segmentId === segmentId ? summary : undefined;
  } catch {
    return undefined;
  }
}

export const removeSummary = (segmentPath: string): Promise<void> => rm(pathOf(segmentPath), { force: true });
