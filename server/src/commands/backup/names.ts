/** What the names of blobs begin with, which all backups of a place share. */
export const BLOBS = "blobs/";

/** What the names of everything else begin with: `backups/<id>/…`. */
export const BACKUPS = "backups/";

/** Under which name a blob is kept. */
export const blobName = (sha256: string): string => `${BLOBS}${sha256.slice(0, 2)}/${sha256.slice(2)}`;

/** Under which name a part of a backup is kept. */
export const partName = (id: string, part: string): string => `${BACKUPS}${id}/${part}`;
