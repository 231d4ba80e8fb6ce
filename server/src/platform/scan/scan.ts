import type { Readable } from "node:stream";

/** What a scanner calls the malware that it has found; `null` where it has found none. Rejects while it cannot be asked. */
export type Scan = (content: Readable) => Promise<string | null>;
