import { mkdir, rename, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listSlots, type OnUnlisted } from "./list-slots.ts";
import { replaceFile } from "./replace-file.ts";
import { parseSegmentFile, type SegmentId } from "./segment-id.ts";
import { removeSummary } from "./summary-file.ts";
import { syncFolder } from "./sync-folder.ts";

/** A file that never changes again: whole lines, at least one, all on disk. */
export type SealedSegment = {
  readonly segmentId: SegmentId;
  readonly path: string;
  /** Epoch milliseconds at which its first event was appended. */
  readonly startedAt: number;
};

/** Those of every slot, oldest first. Their names are on disk, so none comes back after it was shipped and removed. */
export async function listSealedSegments(
  eventsFolder: string,
  onUnlisted?: OnUnlisted,
): Promise<readonly SealedSegment[]> {
  const found = listSlots(eventsFolder, "sealed", onUnlisted);
  const segments = found.flatMap(({ folder, names }) =>
    names.flatMap((name) => {
      const parsed = parseSegmentFile(name);
      return parsed === undefined ? [] : [{ ...parsed, path: join(folder, name) }];
    }),
  );
  for (const { folder, names } of found) if (names.length > 0) await syncFolder(folder);
  return segments.sort((a, b) => a.startedAt - b.startedAt || (a.segmentId < b.segmentId ? -1 : 1));
}

/** On disk when it resolves: none of them comes back. */
export async function removeSegments(segments: readonly Pick<SealedSegment, "path">[]): Promise<void> {
  for (const { path } of segments) {
    await unlink(path);
    await removeSummary(path);
  }
  await syncFoldersOf(segments);
}

/** On disk when it resolves: what is in these segments is for ever known by their lines alone. */
export async function removeSummaries(segments: readonly Pick<SealedSegment, "path">[]): Promise<void> {
  for (const { path } of segments) await removeSummary(path);
  await syncFoldersOf(segments);
}

async function syncFoldersOf(segments: readonly Pick<SealedSegment, "path">[]): Promise<void> {
  for (const folder of new Set(segments.map(({ path }) => dirname(path)))) await syncFolder(folder);
}

/** Takes a whole segment out of the way, and keeps it. */
export async function rejectSegment(segment: SealedSegment): Promise<string> {
  const kept = await rejectedPath(segment, "refused");
  await rename(segment.path, kept);
  await removeSummary(segment.path);
  await syncFolder(dirname(kept));
  await syncFolder(dirname(segment.path));
  return kept;
}

/** Takes some lines out of a segment, and keeps them. Done again after a crash, it gives the same two files. */
export async function splitSegment(segment: SealedSegment, good: Buffer, bad: Buffer): Promise<string> {
  const kept = await rejectedPath(segment, "lines");
  await replaceFile(kept, bad);
  if (good.length === 0) await removeSegments([segment]);
  else await replaceFile(segment.path, good);
  return kept;
}

async function rejectedPath({ segmentId, path }: SealedSegment, why: string): Promise<string> {
  const folder = join(dirname(dirname(path)), "rejected");
  await mkdir(folder, { recursive: true });
  return join(folder, `${segmentId}.${why}.ndjson`);
}
