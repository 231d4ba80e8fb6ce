import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { ignoreAbsent } from "#platform/blobs/stage-body.ts";
import { endOfWholeLines } from "#platform/event-log/recover-slot.ts";
import { parseSegmentFile } from "#platform/event-log/segment-id.ts";
import type { Part } from "./manifest.ts";
import { writePart } from "./part-codec.ts";
import type { Place } from "./place.ts";

/** A file of the event log, and where a restored one has it: under `events/` in either. */
type Found = { readonly path: string; readonly to: string };

/**
 * What is in the event log's files, which the caller holds. Segments that are being written are taken as far as they are whole
 * lines; in the copy all of them are sealed.
 */
export async function copyEvents(place: Place, id: string, eventsFolder: string): Promise<readonly Part[]> {
  const parts: Part[] = [];
  // A segment that is sealed meanwhile is found twice; what was sealed is the longer one.
  for (const { path, to } of [...(await listActive(eventsFolder)), ...(await listRest(eventsFolder))]) {
    const bytes = await readWhole(path);
    if (bytes === undefined || bytes.length === 0) continue;
    const name = `events/${to}`;
    const earlier = parts.findIndex((part) => part.name === name);
    if (earlier !== -1) parts.splice(earlier, 1);
    parts.push(await writePart(place, id, name, one(bytes)));
  }
  return parts;
}

async function listActive(folder: string): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const slot of await slotsOf(folder)) found.push(...(await segmentsIn(join(folder, slot, "active"))));
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
