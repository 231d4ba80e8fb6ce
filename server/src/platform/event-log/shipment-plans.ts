import { mkdirSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { tryLock } from "./file-lock.ts";
import { replaceFile } from "./replace-file.ts";
import type { SegmentId } from "./segment-id.ts";

/**
 * Which segments go together, written down before the first byte of them is sent: whoever finds it after a crash sends the
 * same ones under the same token, whatever else has come to wait beside them. The engine knows a token again only where the
 * very same rows come with it.
 */
export type ShipmentPlan = {
  readonly token: string;
  readonly segmentIds: readonly SegmentId[];
  /** Refused together, each goes by itself, under its own id. Of what has arrived, only the removal of files may be missing. */
  readonly state: "together" | "apart" | "arrived";
};

const folderOf = (eventsFolder: string) => join(eventsFolder, "shipments");
const pathOf = (eventsFolder: string, token: string) => join(folderOf(eventsFolder), `${token}.json`);

/** One process at a time ships a folder, or two might send one segment in different company. Undefined while another does. */
export function takeShipping(eventsFolder: string): Disposable | undefined {
  const folder = folderOf(eventsFolder);
  mkdirSync(folder, { recursive: true });
  return tryLock(join(folder, "lock.sqlite"), "exclusive");
}

/** Who calls these has taken the shipping of the folder. */
export async function listPlans(eventsFolder: string): Promise<readonly ShipmentPlan[]> {
  const folder = folderOf(eventsFolder);
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[\w-]+\.json$/.test(name));
  return Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as ShipmentPlan),
  );
}

/** On disk when it resolves. */
export async function writePlan(eventsFolder: string, plan: ShipmentPlan): Promise<void> {
  await replaceFile(pathOf(eventsFolder, plan.token), JSON.stringify(plan));
}

/** Once its segments are gone it says nothing, so it does not matter whether the disk hears of this. */
export const removePlan = (eventsFolder: string, token: string): Promise<void> =>
  rm(pathOf(eventsFolder, token), { force: true });
