import type { Readable } from "node:stream";

/** What a blob holds: SHA-256 in 64 lower-case hexadecimal digits, and how many bytes. */
export type BlobContent = { readonly sha256: string; readonly sizeBytes: number };

export type ExpectedBlob = {
  readonly sha256?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly maxBytes: number;
  /** Called with what has arrived, before it can be opened; what it throws keeps nothing. */
  readonly beforeKeeping?: ((arrived: BlobContent) => Promise<void>) | undefined;
};

/** The first and the last byte, both included. */
export type ByteRange = { readonly start: number; readonly end: number };

/** Content-addressed bytes: a blob's id is the SHA-256 of its content, 64 lower-case hexadecimal digits. */
export type BlobStore = {
  /**
   * Streams `body` in; resolves after file and folder are on disk. Throws BlobMismatch when size or hash are not as
   * expected, BlobTooLarge past `maxBytes`. Nothing is kept then.
   */
  readonly put: (body: AsyncIterable<Uint8Array>, expected: ExpectedBlob) => Promise<BlobContent>;
  /** `undefined` when absent. `sizeBytes` is that of the whole. */
  readonly open: (
    sha256: string,
    range?: ByteRange,
  ) => Promise<{ readonly sizeBytes: number; readonly body: Readable } | undefined>;
  readonly head: (sha256: string) => Promise<{ readonly sizeBytes: number } | undefined>;
  /** Also where there is none. */
  readonly delete: (sha256: string) => Promise<void>;
  /** `storedAt` in epoch milliseconds. */
  readonly list: () => AsyncIterable<BlobContent & { readonly storedAt: number }>;
  /** Where the store can be reached by others: a URL that gives the blob, with these headers, for so many seconds. */
  readonly presignGet?: (
    sha256: string,
    options: {
      readonly seconds: number;
      readonly contentType: string;
      readonly contentDisposition: string;
    },
  ) => Promise<string>;
  /** The same for a PUT of exactly this content, which must be sent with exactly these headers. */
  readonly presignPut?: (
    content: BlobContent,
    options: { readonly seconds: number },
  ) => Promise<{ readonly url: string; readonly headers: Readonly<Record<string, string>> }>;
};

/** Whether a text can be the id of a blob: nothing else ever becomes part of a path or key. */
export const isSha256 = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
