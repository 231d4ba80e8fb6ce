import { S3Client } from "@aws-sdk/client-s3";
import type { S3Settings } from "./s3-settings.ts";

/** What fails is thrown, and logged by whoever asked: the client would write to the console beside. */
const QUIET = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Speaks to any store that speaks S3, in nothing that only Amazon's knows. */
export const s3Client = ({
  endpoint,
  region,
  isPathStyle,
  credentials,
}: Pick<S3Settings, "endpoint" | "region" | "isPathStyle" | "credentials">): S3Client =>
  new S3Client({
    region,
    forcePathStyle: isPathStyle,
    logger: QUIET,
    // Stores that are not Amazon's know no other checksums than the hash of the content.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials: { ...credentials } }),
  });

/** For whoever asks for what may not be there: `undefined` then, and everything else thrown on. */
export function absentObject(cause: unknown): undefined {
  if (cause instanceof Error && ["NoSuchKey", "NotFound"].includes(cause.name)) return undefined;
  throw cause;
}
