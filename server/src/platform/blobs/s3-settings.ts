/** Where an S3-compatible store is, and as whom it is asked. */
export type S3Settings = {
  /** Absent: Amazon's of the region. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly bucket: string;
  /** What every key begins with; may be empty. */
  readonly prefix: string;
  /** Whether the bucket is in the path rather than in the host. */
  readonly isPathStyle: boolean;
  /** Absent: whatever the machine's role gives. */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
};
