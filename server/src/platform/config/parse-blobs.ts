import type { BlobSettings } from "#platform/blobs/open-blobs.ts";
import { ConfigError } from "./config-error.ts";
import type { Env, VariableName } from "./env.ts";
import { oneOf } from "./one-of.ts";
import { parseUrl } from "./parse-url.ts";

const S3_NAMES = [
  ...(["S3_BUCKET", "S3_ENDPOINT", "S3_REGION", "S3_PREFIX", "S3_PATH_STYLE"] as const),
  ...(["S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"] as const),
] satisfies readonly VariableName[];

/** Where the bytes of files and sites are kept. Half a choice stops the start rather than keeping them elsewhere. */
export function parseBlobs(env: Env): BlobSettings {
  if (oneOf(env, "BLOBS", ["disk", "s3"], "disk") === "disk") {
    const stray = S3_NAMES.find((name) => env[name] !== undefined);
    if (stray === undefined) return { kind: "disk" };
    throw new ConfigError(stray, "is set, and BLOBS is not s3");
  }
  const endpoint = parseUrl(env, "S3_ENDPOINT", ["http:", "https:"]);
  const isPathStyle =
    oneOf(env, "S3_PATH_STYLE", ["on", "off"], endpoint === undefined ? "off" : "on") === "on";
  return {
    ...{ kind: "s3", endpoint, isPathStyle },
    region: env.S3_REGION ?? "us-east-1",
    bucket: parseBucket(env),
    prefix: parsePrefix(env),
    credentials: parseCredentials(env),
  };
}

function parseBucket({ S3_BUCKET: bucket }: Env): string {
  if (bucket === undefined) throw new ConfigError("S3_BUCKET", "is not set, and BLOBS is s3");
  if (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return bucket;
  throw new ConfigError("S3_BUCKET", `is "${bucket}", and must be the name of a bucket`);
}

function parsePrefix({ S3_PREFIX: prefix = "" }: Env): string {
  if (/^(?:(?!\.)[A-Za-z0-9_.-]+\/)*$/.test(prefix)) return prefix;
  throw new ConfigError("S3_PREFIX", `is "${prefix}", and must end with a slash, such as switchyard/`);
}

function parseCredentials({ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey }: Env) {
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  const missing = accessKeyId === undefined ? "S3_ACCESS_KEY_ID" : "S3_SECRET_ACCESS_KEY";
  throw new ConfigError(missing, "is not set, and its other half is");
}
