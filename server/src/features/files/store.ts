import type { HandleTables } from "#features/handles/index.ts";
import type { Reader, Tx } from "#platform/database/database.ts";
import type { AccessMode, FileStatus, StoredFile } from "./file.ts";

type FileRow = {
  readonly file_id: string;
  readonly handle_id: string;
  readonly file_name: string;
  readonly content_type: string;
  readonly served_type: string | null;
  readonly size_bytes: number;
  readonly sha256: string | null;
  readonly status: FileStatus;
  readonly access_mode: AccessMode;
  readonly allowed_emails: string;
  readonly expires_at: number | null;
  readonly version: number;
  readonly created_by: string;
  readonly created_at: number;
  readonly uploaded_at: number | null;
};
export type FileTables = { readonly files: FileRow };

export async function insertFile(tx: Tx, file: StoredFile): Promise<void> {
  await tx.$extendTables<FileTables>().insertInto("files").values(toRow(file)).execute();
}

/** Replaces what the row of the same id says. */
export async function updateFile(tx: Tx, file: StoredFile): Promise<void> {
  const { file_id, ...rest } = toRow(file);
  await tx
    .$extendTables<FileTables>()
    .updateTable("files")
    .set(rest)
    .where("file_id", "=", file_id)
    .execute();
}

export async function findFile(
  read: Reader,
  handleId: string,
  fileId: string,
): Promise<StoredFile | undefined> {
  const row = await read
    .$extendTables<FileTables>()
    .selectFrom("files")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("file_id", "=", fileId)
    .executeTakeFirst();
  return row && toFile(row);
}

/** Whoever's it is, unless its handle was deleted. */
export async function findAnyFile(read: Reader, fileId: string): Promise<StoredFile | undefined> {
  const row = await read
    .$extendTables<FileTables & HandleTables>()
    .selectFrom("files")
    .innerJoin("handles", "handles.handle_id", "files.handle_id")
    .selectAll("files")
    .where("file_id", "=", fileId)
    .where("handles.deleted_at", "is", null)
    .executeTakeFirst();
  return row && toFile(row);
}

/** The newest first, older than the file `before`. */
export async function listFiles(
  read: Reader,
  handleId: string,
  before: string | undefined,
  limit: number,
): Promise<StoredFile[]> {
  const all = read
    .$extendTables<FileTables>()
    .selectFrom("files")
    .selectAll()
    .where("handle_id", "=", handleId)
    .orderBy("file_id", "desc")
    .limit(limit);
  const rows = await (before === undefined ? all : all.where("file_id", "<", before)).execute();
  return rows.map(toFile);
}

/** Those whose time is over and that nobody has marked yet. */
export async function listExpired(read: Reader, now: Date, limit: number): Promise<StoredFile[]> {
  const rows = await read
    .$extendTables<FileTables>()
    .selectFrom("files")
    .selectAll()
    .where("status", "=", "READY")
    .where("expires_at", "<=", now.getTime())
    .orderBy("expires_at")
    .limit(limit)
    .execute();
  return rows.map(toFile);
}

/** Those whose upload never ended. */
export async function listAbandoned(read: Reader, before: Date, limit: number): Promise<StoredFile[]> {
  const rows = await read
    .$extendTables<FileTables>()
    .selectFrom("files")
    .selectAll()
    .where("status", "=", "PENDING")
    .where("created_at", "<", before.getTime())
    .orderBy("created_at")
    .limit(limit)
    .execute();
  return rows.map(toFile);
}

export async function deleteFileRow(tx: Tx, handleId: string, fileId: string): Promise<void> {
  await tx
    .$extendTables<FileTables>()
    .deleteFrom("files")
    .where("handle_id", "=", handleId)
    .where("file_id", "=", fileId)
    .execute();
}

const toRow = (file: StoredFile): FileRow => ({
  file_id: file.fileId,
  handle_id: file.handleId,
  file_name: file.fileName,
  content_type: file.contentType,
  served_type: file.servedType,
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
  status: file.status,
  access_mode: file.accessMode,
  allowed_emails: JSON.stringify(file.allowedEmails),
  expires_at: file.expiresAt?.getTime() ?? null,
  version: file.version,
  created_by: file.createdBy,
  created_at: file.createdAt.getTime(),
  uploaded_at: file.uploadedAt?.getTime() ?? null,
});

const toFile = (row: FileRow): StoredFile => ({
  fileId: row.file_id,
  handleId: row.handle_id,
  fileName: row.file_name,
  contentType: row.content_type,
  servedType: row.served_type,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  status: row.status,
  accessMode: row.access_mode,
  allowedEmails: JSON.parse(row.allowed_emails),
  expiresAt: row.expires_at === null ? null : new Date(row.expires_at),
  version: row.version,
  createdBy: row.created_by,
  createdAt: new Date(row.created_at),
  uploadedAt: row.uploaded_at === null ? null : new Date(row.uploaded_at),
});
