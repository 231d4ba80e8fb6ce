import { readdirSync } from "node:fs";
import { mkdir, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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
export async function listSealedSegments(folder: string): Promise<readonly SealedSegment[]> {
  const found = sealedFolders(folder).map((sealed) => ({ sealed, names: namesIn(sealed) }));
  const segments = found.flatMap(({ sealed, names }) =>
    names.flatMap((name) => {
      const parsed = parseSegmentFile(name);
      return parsed === undefined ? [] : [{ ...parsed, path: join(sealed, name) }];
    }),
  );
  for (const { sealed, names } of found) if (names.length > 0) await syncFolder(sealed);
  return segments.sort((a, b) => a.startedAt - b.startedAt || (a.segmentId < b.segmentId ? -1 : 1));
}

/** When the oldest one of each slot began. Quick enough to be asked by a request. */
export function oldestSealedAt(folder: string): readonly number[] {
  return sealedFolders(folder).flatMap((sealed) => {
    const times = namesIn(sealed).flatMap((name) => parseSegmentFile(name)?.startedAt ?? []);
    return times.length === 0 ? [] : [Math.min(...times)];
  });
}

export async function removeSegment({ path }: SealedSegment): Promise<void> {
  await unlink(path);
  await removeSummary(path);
  await syncFolder(dirname(path));
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
  await replace(kept, bad);
  if (good.length === 0) await removeSegment(segment);
  else await replace(segment.path, good);
  return kept;
}

async function rejectedPath({ segmentId, path }: SealedSegment, why: string): Promise<string> {
  const folder = join(dirname(dirname(path)), "rejected");
  await mkdir(folder, { recursive: true });
  return join(folder, `${segmentId}.${why}.ndjson`);
}

async function replace(path: string, content: Buffer): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.draft`);
  {
    await using file = await open(draft, "w");
    await file.writeFile(content);
    await file.sync();
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

function sealedFolders(folder: string): readonly string[] {
  const slots = namesIn(folder).filter((name) => /^\d+$/.test(name));
  return slots.map((slot) => join(folder, slot, "sealed"));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw cause;
  }
}
