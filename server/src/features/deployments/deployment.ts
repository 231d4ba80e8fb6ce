import { AppError } from "#kernel/errors.ts";

export const STATUSES = ["DRAFT", "UPLOADING", "READY", "ACTIVE", "SUPERSEDED", "FAILED"] as const;
export type Status = (typeof STATUSES)[number];

export const SOURCES = ["INLINE", "FILES", "ARCHIVE", "DRAFT"] as const;

/** One version of a handle's site. */
export type Deployment = {
  readonly deploymentId: string;
  readonly status: Status;
  readonly source: (typeof SOURCES)[number];
  readonly commitMessage: string | null;
  /** Whether it is served as soon as it is complete. */
  readonly activate: boolean;
  readonly baseDeploymentId: string | null;
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** What was left out of it, in words. */
  readonly warnings: readonly string[];
  readonly failure: string | null;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly activatedAt: Date | null;
  /** Until when its missing files may come; `null` where none are. */
  readonly expiresAt: Date | null;
};

/** How much a deployment may be. */
export const DEPLOYMENT_LIMITS = {
  filesMax: 10_000,
  fileBytesMax: 50 * 1024 * 1024,
  totalBytesMax: 500 * 1024 * 1024,
  archiveBytesMax: 250 * 1024 * 1024,
  inlineBytesMax: 1024 * 1024,
} as const;

/** How long missing files are waited for. */
export const UPLOAD_MS = 6 * 3_600_000;

/** Deployments of one handle that wait for files at the same time. */
export const UNFINISHED_MAX = 20;

/** Of those that are served no more, and of those that failed, so many of the newest are kept. */
export const KEPT_MAX = 50;

/** What a site must have. */
export const ENTRYPOINT = "index.html";

export const ownerOf = (handleId: string, deploymentId: string) => ({
  handleId,
  ownerKind: "deployment",
  ownerId: deploymentId,
});

/** Whether all its files are there, so that it can be served. */
export const isComplete = ({ status }: Deployment): boolean =>
  status === "READY" || status === "ACTIVE" || status === "SUPERSEDED";

export const noSuchDeployment = () => new AppError("not_found", "There is no such deployment.");

export const missingEntrypoint = () =>
  new AppError("missing_entrypoint", `A site needs the file ${ENTRYPOINT} at its top.`);

/** The same deployment, one change later. */
export const changed = (before: Deployment, change: Partial<Deployment>, now: Date): Deployment => ({
  ...before,
  ...change,
  version: before.version + 1,
  updatedAt: now,
});

/** What events and the audit say of it. */
export const summaryOf = ({ deploymentId, fileCount, sizeBytes, commitMessage }: Deployment) => ({
  deploymentId,
  fileCount,
  sizeBytes,
  commitMessage,
});
