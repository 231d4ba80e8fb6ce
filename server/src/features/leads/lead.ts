import { AppError } from "#kernel/errors.ts";

/** What somebody has sent through a form. */
export type Lead = {
  /** `led_…`, in the order in which they came. */
  readonly leadId: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly message: string | null;
  /** Whatever else the form asked for. */
  readonly fields: Readonly<Record<string, string>>;
  /** Which form it was, where there are several; empty where nobody said. */
  readonly form: string;
  /** Of the link or page that it came through; empty where that is not known. */
  readonly slug: string;
  readonly campaignId: string | null;
  readonly clickId: string | null;
  readonly sessionId: string | null;
  readonly variantId: string | null;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  /** The site that the form is on, where a browser said so. */
  readonly origin: string | null;
  readonly spamScore: number;
  readonly spamReasons: readonly string[];
  readonly isSpam: boolean;
  /** Somebody has decided whether it is spam, whatever its score. */
  readonly isJudged: boolean;
  /** `lead.captured` has told of it. */
  readonly isTold: boolean;
  readonly version: number;
  readonly receivedAt: Date;
};

/** An image that came with a lead. */
export type Attachment = {
  readonly attachment: number;
  readonly sha256: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
};

export type WholeLead = { readonly lead: Lead; readonly attachments: readonly Attachment[] };

/** By whom blobs of attachments are claimed. */
export const blobOwner = (handleId: string, leadId: string) => ({
  handleId,
  ownerKind: "lead",
  ownerId: leadId,
});

/** The same for one that was never there, one that was erased and another handle's. */
export const noSuchLead = () => new AppError("not_found", "There is no such lead.");
