import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireServed } from "./file.ts";
import { downloadUrl, pageUrl, publicUrl } from "./file-urls.ts";
import { findAnyFile } from "./store.ts";

/**
 * Where whoever has the address of a file is led: to its bytes; a browser that cannot have them, to a page that says why.
 * Anything else is told with 403, 404 or 410.
 */
export async function openPublicFile(deps: ControlDeps, fileId: string, accept: string): Promise<string> {
  const isBrowser = accept.includes("text/html");
  const found = await findAnyFile(deps.db.read, fileId);
  try {
    const file = requireServed(found, deps.clock.now());
    if (file.accessMode === "PUBLIC") return downloadUrl(deps, fileId);
  } catch (refusal) {
    if (isBrowser) return pageUrl(deps, fileId);
    throw refusal;
  }
  if (isBrowser) return pageUrl(deps, fileId);
  throw new AppError("magic_link_required", "This file is for invited people, who can be mailed a link.", {
    details: { magicLinkUrl: `${publicUrl(deps, fileId)}/magic-link` },
  });
}
