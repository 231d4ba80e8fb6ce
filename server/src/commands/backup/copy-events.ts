import { open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { endOfWholeLines } from "#platform/event-log/recover-slot.ts";
import { parseSegmentFile } from "#platform/event-log/segment-id.ts";
import type { Part } from "./manifest.ts";
import { writePart } from "./part-codec.ts";
import { Damaged, type Place } from "./place.ts";

/** A file of the event log, and where a restored one has it: under `events/` in either. */
type Found = { readonly path: string; readonly to: string };

/**
 * What is in the event log's files, which the caller holds: in the copy all segments are sealed, those that are being written
 * as far as they are whole lines. Throws `Damaged` rather than leave out a segment that is gone.
 */
export async function copyEvents(place: Place, id: string, eventsFolder: string): Promise<readonly Part[]> {
  const parts = new Map<string, Part>();
  const copy = async ({ path, to }: Found): Promise<boolean> => {
    const bytes = await readWhole(path);
    const name = `events/${to}`;
    if (bytes !== undefined && bytes.length > 0)
      parts.set(name, await writePart(place, id, name, one(bytes)));
    return bytes !== undefined;
  };
  // Sealing goes on. A segment that is not here any more when its turn comes is sealed: so the rest is listed only afterwards.
  const gone = new Set<string>();
  for (const found of await listActive(eventsFolder)) if (!(await copy(found))) gone.add(found.to);
  for (const found of await listRest(eventsFolder)) {
    // Of a segment that is found twice, what was sealed is the longer one.
    if (await copy(found)) gone.delete(found.to);
    else if (isSegment(found)) gone.add(found.to);
  }
  const [lost] = gone;
  if (lost === undefined) return [...parts.values()];
  throw new Damaged(`The segment ${basename(lost)} of the event log went away while it was copied.`);
}

/** Without those that have no line: they hold no event, and whoever takes the slot of a process that died removes them. */
async function listActive(folder: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const slot of await slotsOf(folder)) {
    for (const segment of await segmentsIn(join(folder, slot, "active")))
      if ((await readWhole(segment.path))?.length !== 0) found.push(segment);
  }
  return found;
}

async function listRest(folder: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const slot of await slotsOf(folder)) {
    found.push(...(await segmentsIn(join(folder, slot, "sealed"))));
    for (const name of (await namesIn(join(folder, slot, "rejected"))).filter(isPlain))
      found.push({ path: join(folder, slot, "rejected", name), to: `0/rejected/${name}` });
  }
  for (const staging of (await namesIn(join(folder, "imports"))).filter(isPlain)) {
    const parts = join("imports", staging, "parts");
    for (const name of (await namesIn(join(folder, parts))).filter(isPlain))
      found.push({ path: join(folder, parts, name), to: `imports/${staging}/parts/${name}` });
  }
  return found;
}

async function segmentsIn(folder: string): Promise<readonly Found[]> {
  const names = (await namesIn(folder)).filter((name) => parseSegmentFile(name) !== undefined);
  return names.map((name) => ({ path: join(folder, name), to: `0/sealed/${name}` }));
}

const isSegment = ({ to }: Found): boolean => to.startsWith("0/sealed/");
const isPlain = (name: string): boolean => /^[\w-][\w.-]*$/.test(name);
const slotsOf = async (folder: string) => (await namesIn(folder)).filter((name) => /^\d+$/.test(name));
const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(ignoreAbsent)) ?? [];

/** A segment is as large as the event log lets it be: eight megabytes. */
async function readWhole(path: string): Promise<Buffer | undefined> {
  const file = await open(path, "r").catch(ignoreAbsent);
  if (file === undefined) return undefined;
  await using opened = file;
  const bytes = await opened.readFile();
  return path.endsWith(".ndjson") ? bytes.subarray(0, endOfWholeLines(bytes)) : bytes;
}

async function* one(bytes: Uint8Array) {
  yield bytes;
}
