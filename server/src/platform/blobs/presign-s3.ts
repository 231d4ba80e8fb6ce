import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import type { BlobStore } from "./blob-store.ts";

type At = (sha256: string) => { readonly Bucket: string; readonly Key: string };

/** URLs under which the store itself gives or takes one blob for a while, without this program in between. */
export const presignerOf = (
  client: S3Client,
  at: At,
): Required<Pick<BlobStore, "presignGet" | "presignPut">> => ({
  presignGet: (sha256, { seconds, contentType, contentDisposition }) =>
    getSignedUrl(
      client,
      new GetObjectCommand({
        ...at(sha256),
        ResponseContentType: contentType,
        ResponseContentDisposition: contentDisposition,
      }),
      { expiresIn: seconds },
    ),
  presignPut: async ({ sha256, sizeBytes }, { seconds }) => {
    const headers = { "content-length": String(sizeBytes), "x-amz-content-sha256": sha256 };
    const command = new PutObjectCommand({ ...at(sha256), ContentLength: sizeBytes });
    command.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: Record<string, string> }).headers, headers);
        return next(args);
      },
      { step: "build", name: "presignedContent" },
    );
    const signed = new Set(Object.keys(headers));
    const url = await getSignedUrl(client, command, {
      expiresIn: seconds,
      signableHeaders: new Set([...signed, "host"]),
      unhoistableHeaders: signed,
    });
    return { url, headers };
  },
});
