import type { ControlDeps } from "#platform/deps.ts";
import { requireServed } from "./file.ts";
import { downloadUrl } from "./file-urls.ts";
import { findAnyFile } from "./store.ts";

/** Where the bytes are that anyone may have; `null` for a file whose visitors must say who they are. Throws 404 and 410. */
export async function showFile(deps: ControlDeps, fileId: string): Promise<string | null> {
  const file = requireServed(await findAnyFile(deps.db.read, fileId), deps.clock.now());
  return file.accessMode === "PUBLIC" ? downloadUrl(deps, fileId) : null;
}
