import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { listSlots } from "./list-slots.ts";
import { parseSegmentFile } from "./segment-id.ts";

type Unshipped = {
  /** Epoch milliseconds at which its first event was appended. */
  readonly startedAt: number;
  /** Where it is, and where it goes from there before it is shipped. */
  readonly paths: readonly string[];
};

/**
 * Segments of which the events may not be in the warehouse, whichever process writes or wrote them, be it at work, hung or dead.
 * Quick enough to be asked by a request. Throws where a slot cannot be listed.
 */
export function listUnshipped(eventsFolder: string): readonly Unshipped[] {
  // Looked for before what is sealed, so that a segment on its way from one to the other is seen.
  const written = listSlots(eventsFolder, "active").flatMap(({ folder, names }) =>
    names
      .filter((name) => !isEmpty(join(folder, name)))
      .flatMap((name) => unshipped(name, [folder, join(dirname(folder), "sealed")])),
  );
  const sealed = listSlots(eventsFolder, "sealed").flatMap(({ folder, names }) =>
    names.flatMap((name) => unshipped(name, [folder])),
  );
  return [...written, ...sealed];
}

function unshipped(name: string, folders: readonly string[]): readonly Unshipped[] {
  const parsed = parseSegmentFile(name);
  if (parsed === undefined) return [];
  return [{ startedAt: parsed.startedAt, paths: folders.map((folder) => join(folder, name)) }];
}

/** A segment whose every write failed holds nothing, and may never be sealed. One that is gone has moved on. */
const isEmpty = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.size === 0;
