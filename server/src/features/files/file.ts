import { AppError } from "#kernel/errors.ts";

export const FILE_BYTES_MAX = 250 * 1024 * 1024;
export const ALLOWED_EMAILS_MAX = 200;

/** How long after its creation an upload may begin. */
export const TICKET_MS = 900_000;
/** How long after its creation one that has begun may be gone on with. */
export const RESUME_MS = 86_400_000;
/** How long the address of a download works: long enough to go on with a large one that broke off. */
export const DOWNLOAD_MS = 3_600_000;
/** How long a link that was mailed works. */
export const LINK_MS = 900_000;

export const ACCESS_MODES = ["PUBLIC", "EMAIL_ALLOWLIST"] as const;
export type AccessMode = (typeof ACCESS_MODES)[number];

/** `REJECTED`: the scanner has found something in it. */
export const FILE_STATUSES = ["PENDING", "READY", "EXPIRED", "REJECTED"] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

export type StoredFile = {
  readonly fileId: string;
  readonly handleId: string;
  readonly fileName: string;
  /** As it was announced. */
  readonly contentType: string;
  /** What it is served as; `null` until it has arrived. */
  readonly servedType: string | null;
  readonly sizeBytes: number;
  /** Until it has arrived, what was announced. */
  readonly sha256: string | null;
  readonly status: FileStatus;
  readonly accessMode: AccessMode;
  readonly allowedEmails: readonly string[];
  readonly expiresAt: Date | null;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly uploadedAt: Date | null;
};

/** The same for another handle's, and for one that has never arrived. */
export const noSuchFile = () => new AppError("not_found", "There is no such file.");

/** Whether its time is over, whoever has noticed it yet. */
export const isOver = ({ status, expiresAt }: Pick<StoredFile, "status" | "expiresAt">, now: Date): boolean =>
  status === "EXPIRED" || (expiresAt !== null && expiresAt <= now);

/** Throws 410 for a file whose time is over, and 404 for one that is not there to be had. */
export function requireServed<F extends StoredFile>(file: F | undefined, now: Date): F {
  if (file === undefined || file.status === "PENDING" || file.status === "REJECTED") throw noSuchFile();
  if (isOver(file, now)) throw new AppError("file_expired", "This file has expired.");
  return file;
}

/** What is told of a file: not who may have it. */
export const summaryOf = ({ fileId, fileName, contentType, sizeBytes, accessMode }: StoredFile) => ({
  ...{ fileId, fileName, contentType, sizeBytes, accessMode },
});
