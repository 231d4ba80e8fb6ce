import type { Reader, Tx } from "#platform/database/database.ts";

/** A file that a deployment waits for. */
export type Upload = {
  readonly number: number;
  readonly path: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  /** As announced; `null` where it was not. */
  readonly sha256: string | null;
  /** What came; `null` until then. */
  readonly storedSha256: string | null;
};

type UploadRow = {
  readonly deployment_id: string;
  readonly upload_number: number;
  readonly path: string;
  readonly content_type: string;
  readonly size_bytes: number;
  readonly sha256: string | null;
  readonly stored_sha256: string | null;
};
type UploadTables = { readonly site_uploads: UploadRow };

/** As many rows as fit into one statement on every engine. */
const ROWS_MAX = 400;

export async function insertUploads(tx: Tx, deploymentId: string, uploads: readonly Upload[]): Promise<void> {
  for (let start = 0; start < uploads.length; start += ROWS_MAX) {
    await tx
      .$extendTables<UploadTables>()
      .insertInto("site_uploads")
      .values(uploads.slice(start, start + ROWS_MAX).map((upload) => toRow(deploymentId, upload)))
      .execute();
  }
}

/** In the order in which they were announced. */
export async function listUploads(read: Reader, deploymentId: string): Promise<Upload[]> {
  const rows = await uploadsOf(read, deploymentId).selectAll().orderBy("upload_number").execute();
  return rows.map(toUpload);
}

export async function findUpload(
  read: Reader,
  deploymentId: string,
  number: number,
): Promise<Upload | undefined> {
  const row = await uploadsOf(read, deploymentId)
    .selectAll()
    .where("upload_number", "=", number)
    .executeTakeFirst();
  return row && toUpload(row);
}

export async function saveStored(
  tx: Tx,
  deploymentId: string,
  number: number,
  sha256: string,
): Promise<void> {
  await tx
    .$extendTables<UploadTables>()
    .updateTable("site_uploads")
    .set({ stored_sha256: sha256 })
    .where("deployment_id", "=", deploymentId)
    .where("upload_number", "=", number)
    .execute();
}

export async function deleteUploads(tx: Tx, deploymentId: string): Promise<void> {
  await tx
    .$extendTables<UploadTables>()
    .deleteFrom("site_uploads")
    .where("deployment_id", "=", deploymentId)
    .execute();
}

const uploadsOf = (read: Reader, deploymentId: string) =>
  read.$extendTables<UploadTables>().selectFrom("site_uploads").where("deployment_id", "=", deploymentId);

const toRow = (deploymentId: string, upload: Upload): UploadRow => ({
  deployment_id: deploymentId,
  upload_number: upload.number,
  path: upload.path,
  content_type: upload.contentType,
  size_bytes: upload.sizeBytes,
  sha256: upload.sha256,
  stored_sha256: upload.storedSha256,
});

const toUpload = (row: UploadRow): Upload => ({
  number: row.upload_number,
  path: row.path,
  contentType: row.content_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  storedSha256: row.stored_sha256,
});
