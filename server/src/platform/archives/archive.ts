/** A file inside an archive; its body must be read before the next one is asked for. */
export type ArchiveFile = {
  /** As the archive has it: whoever writes it anywhere must look at it first. */
  readonly path: string;
  readonly sizeBytes: number;
};

/** An archive that has been looked through and keeps the limits. */
export type Archive = {
  /** In the order in which they come. */
  readonly files: readonly ArchiveFile[];
  /** The files that `isWanted`, each exactly as long as it was announced; throws ArchiveRefused for one that is not. */
  readonly read: (
    isWanted: (path: string) => boolean,
  ) => AsyncIterable<ArchiveFile & { readonly body: AsyncIterable<Uint8Array> }>;
};

export type ArchiveLimits = {
  readonly filesMax: number;
  readonly fileBytesMax: number;
  /** Of all files together, unpacked. */
  readonly totalBytesMax: number;
};

/** The packed bytes, which can be read again and from anywhere. `end` is the last byte, included. */
export type ArchiveSource = {
  readonly sizeBytes: number;
  readonly open: (start: number, end: number) => AsyncIterable<Uint8Array>;
};
