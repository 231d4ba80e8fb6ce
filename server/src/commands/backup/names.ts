/** What the names of blobs begin with, which all backups of a place share. */
export const BLOBS = "blobs/";

/** What the names of everything else begin with: `backups/<id>/…`. */
export const BACKUPS = "backups/";

/** Under which name a sealed place keeps what its passphrase is checked against: the only object that is not sealed. */
export const KEY_NAME = "key.json";

/** What a backup is called: when it began, and something that no other has. So the older one is the smaller. */
export const BACKUP_ID = /^\d{8}T\d{6}Z-[0-9a-f]{8}$/;

/** What the ids of backups that begin in this second begin with. */
export const idStamp = (at: Date): string => at.toISOString().replace(/\.\d+/, "").replaceAll(/[-:]/g, "");

/** Under which name a blob is kept. */
export const blobName = (sha256: string): string => `${BLOBS}${sha256.slice(0, 2)}/${sha256.slice(2)}`;

/** Under which name a part of a backup is kept. */
export const partName = (id: string, part: string): string => `${BACKUPS}${id}/${part}`;
