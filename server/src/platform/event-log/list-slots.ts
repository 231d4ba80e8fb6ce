import { readdirSync } from "node:fs";
import { join } from "node:path";

export type OnUnlisted = (folder: string, cause: unknown) => void;

/**
 * What lies in the folder of this name of every slot. Quick enough to be asked by a request. Throws where one cannot be listed, unless
 * somebody wants to be told: then nothing lies there. Where there is no such folder there are no slots.
 */
export function listSlots(
  eventsFolder: string,
  kind: "active" | "sealed",
  onUnlisted: OnUnlisted = fail,
): readonly { readonly folder: string; readonly names: readonly string[] }[] {
  const slots = namesIn(eventsFolder, fail).filter((name) => /^\d+$/.test(name));
  return slots.map((slot) => {
    const folder = join(eventsFolder, slot, kind);
    return { folder, names: namesIn(folder, onUnlisted) };
  });
}

function fail(_: string, cause: unknown): never {
  throw cause;
}

function namesIn(folder: string, onUnlisted: OnUnlisted): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "ENOENT")) onUnlisted(folder, cause);
    return [];
  }
}
