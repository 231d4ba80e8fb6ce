import { open, readFile, rm } from "node:fs/promises";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import type { SealedSegment } from "./sealed-segments.ts";
import type { SegmentSummary } from "./segment-summary.ts";

/** What the writer of a segment knew of it. */
export type WrittenSummary = {
  readonly summary: SegmentSummary;
  /** Nobody else can have a segment of this id. */
  readonly isOnlyCopy: boolean;
};

const pathOf = (segmentPath: string) => segmentPath.replace(/\.ndjson$/, ".summary.json");

/** Put beside a segment, and on disk, before the segment is sealed. */
export async function writeSummary(
  segmentPath: string,
  { summary, isOnlyCopy }: WrittenSummary,
): Promise<void> {
  await using file = await open(pathOf(segmentPath), "w");
  await file.writeFile(JSON.stringify({ ...summary, isOnlyCopy }));
  await file.sync();
}

/**
 * `undefined` for a segment that its writer could not seal itself, or that a past version sealed, which did not say whether it
 * was the only one: its lines must be read to know what is in it.
 */
export async function readSummary({
  segmentId,
  path,
}: Pick<SealedSegment, "segmentId" | "path">): Promise<WrittenSummary | undefined> {
  const written = await readFile(pathOf(path), "utf8").catch(ignoreAbsent);
  const { isOnlyCopy, ...summary } = written === undefined ? {} : parsed(written);
  return summary.segmentId === segmentId && isOnlyCopy !== undefined ? { summary, isOnlyCopy } : undefined;
}

function parsed(text: string) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

export const removeSummary = (segmentPath: string): Promise<void> => rm(pathOf(segmentPath), { force: true });
