import type { S3Settings } from "#platform/blobs/s3-settings.ts";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";
import { parseUrl } from "./parse-url.ts";

/** As whom and where a store is asked that keeps backups; it need not be the one that keeps the files of tenants. */
export function parseBackupStore(env: Env): Omit<S3Settings, "bucket" | "prefix"> {
  const endpoint = parseUrl(env, "BACKUP_S3_ENDPOINT", ["http:", "https:"]);
  const { BACKUP_S3_ACCESS_KEY_ID: accessKeyId, BACKUP_S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if ((accessKeyId === undefined) !== (secretAccessKey === undefined)) {
    const missing = accessKeyId === undefined ? "BACKUP_S3_ACCESS_KEY_ID" : "BACKUP_S3_SECRET_ACCESS_KEY";
    throw new ConfigError(missing, "is not set, and its other half is");
  }
  return {
    endpoint,
    region: env.BACKUP_S3_REGION ?? "us-east-1",
    isPathStyle: endpoint !== undefined,
    credentials:
      accessKeyId === undefined || secretAccessKey === undefined
        ? undefined
        : { accessKeyId, secretAccessKey },
  };
}
