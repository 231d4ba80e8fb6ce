import type { Readable } from "node:stream";

type Progress = { readonly offset: number; readonly sizeBytes: number; readonly until: Date };

/** Bytes that may be served now. */
export type FileDownload = {
  readonly kind: "file";
  readonly fileId: string;
  readonly handleId: string;
  readonly fileName: string;
  /** One that runs nothing in any browser. */
  readonly contentType: string;
  readonly isInline: boolean;
  /** Whether pages of other sites may show it. */
  readonly isPublic: boolean;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly open: (range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
};

/** What the content origin asks of files. Every refusal is an AppError. */
export type EdgeFiles = {
  readonly uploadBytesMax: number;
  readonly receive: (
    ticket: string,
    sent: {
      readonly body: Readable;
      readonly length: number | undefined;
      readonly sha256: string | undefined;
    },
  ) => Promise<void>;
  readonly progress: (ticket: string) => Promise<Progress>;
  readonly append: (
    ticket: string,
    part: { readonly offset: number; readonly body: Readable; readonly length: number | undefined },
  ) => Promise<Progress>;
  readonly download: (
    token: string,
  ) => Promise<FileDownload | { readonly kind: "lapsed"; readonly location: string }>;
  /** Where its bytes are; `null` where visitors must say who they are first. */
  readonly show: (fileId: string) => Promise<string | null>;
  /** False for what cannot be an address. */
  readonly requestLink: (fileId: string, email: string, address: string) => Promise<boolean>;
  /** Where the bytes are. */
  readonly redeem: (secret: string) => Promise<string>;
};
