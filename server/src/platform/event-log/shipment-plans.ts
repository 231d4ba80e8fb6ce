import { mkdirSync } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { tryLock } from "./file-lock.ts";
import { replaceFile } from "./replace-file.ts";
import type { SegmentId } from "./segment-id.ts";
import { syncFolder } from "./sync-folder.ts";

/**
 * Which segments go together, written down before the first byte of them is sent: whoever finds it after a crash sends the
 * same ones under the same token, whatever else has come to wait beside them. The engine knows a token again only where as many
 * files come with it.
 */
export type ShipmentPlan = {
  readonly token: string;
  readonly segmentIds: readonly SegmentId[];
  /**
   * Of what has arrived, in the warehouse and in the counters, only the removal of files may be missing. What was refused may
   * be there from an earlier attempt, and goes apart once it is not.
   */
  readonly state: "together" | "arrived" | "refused";
};

const NAME = /^([\w-]+)\.(together|arrived|refused)\.json$/;

const folderOf = (eventsFolder: string) => join(eventsFolder, "shipments");
const pathOf = (eventsFolder: string, { token, state }: Pick<ShipmentPlan, "token" | "state">) =>
  join(folderOf(eventsFolder), `${token}.${state}.json`);

/** One process at a time ships a folder, or two might send one segment in different company. Undefined while another does. */
export function takeShipping(eventsFolder: string): Disposable | undefined {
  const folder = folderOf(eventsFolder);
  mkdirSync(folder, { recursive: true });
  return tryLock(join(folder, "lock.sqlite"), "exclusive");
}

/** Who calls this, and what follows, has taken the shipping of the folder. Rejects for a plan that cannot be read. */
export async function listPlans(eventsFolder: string): Promise<readonly ShipmentPlan[]> {
  const plans: ShipmentPlan[] = [];
  for (const name of await readdir(folderOf(eventsFolder))) {
    const [, token, state] = NAME.exec(name) ?? [];
    if (token === undefined) continue;
    const path = join(folderOf(eventsFolder), name);
    plans.push({ token, state: state as ShipmentPlan["state"], segmentIds: await idsIn(path) });
  }
  return plans;
}

/** Without it nobody knows what was sent in whose company: to go on regardless might count its segments twice. */
async function idsIn(path: string): Promise<readonly SegmentId[]> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw new Error(`The plan of a shipment cannot be read: ${path}`, { cause });
  }
}

/** On disk when it resolves. */
export const writePlan = (eventsFolder: string, plan: ShipmentPlan): Promise<void> =>
  replaceFile(pathOf(eventsFolder, plan), JSON.stringify(plan.segmentIds));

/** On disk when it resolves; a full disk has room for it. */
export async function changePlan(
  eventsFolder: string,
  plan: ShipmentPlan,
  state: ShipmentPlan["state"],
): Promise<ShipmentPlan> {
  const changed = { ...plan, state };
  await rename(pathOf(eventsFolder, plan), pathOf(eventsFolder, changed));
  await syncFolder(folderOf(eventsFolder));
  return changed;
}

/** One whose segments are gone says nothing, so that it does not matter whether the disk has heard of its end. */
export const removePlan = (eventsFolder: string, plan: ShipmentPlan): Promise<void> =>
  rm(pathOf(eventsFolder, plan), { force: true });

/** On disk when it resolves: from then on its segments belong to no plan. */
export async function dissolvePlan(eventsFolder: string, plan: ShipmentPlan): Promise<void> {
  await removePlan(eventsFolder, plan);
  await syncFolder(folderOf(eventsFolder));
}
