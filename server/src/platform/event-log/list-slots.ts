import { readdirSync } from "node:fs";
import { join } from "node:path";

/** What lies in the folder of this name of every slot. Quick enough to be asked by a request. */
export function listSlots(
  eventsFolder: string,
  kind: "active" | "sealed",
): readonly { readonly folder: string; readonly names: readonly string[] }[] {
  const slots = namesIn(eventsFolder).filter((name) => /^\d+$/.test(name));
  return slots.map((slot) => {
    const folder = join(eventsFolder, slot, kind);
    return { folder, names: namesIn(folder) };
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw cause;
  }
}
