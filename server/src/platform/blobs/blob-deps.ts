import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import type { BlobStore } from "./blob-store.ts";

export type BlobDeps = { readonly db: Database; readonly blobs: BlobStore; readonly clock: Clock };

/** How long a blob waits for whoever has stored it to claim it. */
export const PIN_MS = 86_400_000;

/** How long one that nobody needs any more is still there, for whoever is reading it or remembers its name. */
export const GRACE_MS = 3_600_000;
