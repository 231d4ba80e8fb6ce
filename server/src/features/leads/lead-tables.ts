import type { Attachment, Lead } from "./lead.ts";

export type LeadRow = {
  readonly lead_id: string;
  readonly handle_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly message: string | null;
  /** JSON, as are the reasons. */
  readonly fields: string;
  readonly form: string;
  readonly slug: string;
  readonly campaign_id: string | null;
  readonly click_id: string | null;
  readonly session_id: string | null;
  readonly variant_id: string | null;
  readonly country: string;
  readonly origin: string | null;
  readonly spam_score: number;
  readonly spam_reasons: string;
  readonly is_spam: number;
  readonly is_judged: number;
  readonly is_told: number;
  readonly version: number;
  readonly received_at: number;
};

export type AttachmentRow = {
  readonly handle_id: string;
  readonly lead_id: string;
  readonly attachment: number;
  readonly sha256: string;
  readonly file_name: string;
  readonly content_type: string;
  readonly size_bytes: number;
};

export type LeadTables = {
  readonly leads: LeadRow;
  readonly lead_attachments: AttachmentRow;
  readonly lead_keys: { readonly handle_id: string; readonly key_hash: string; readonly lead_id: string };
};

export const toRow = (handleId: string, lead: Lead): LeadRow => ({
  lead_id: lead.leadId,
  handle_id: handleId,
  email: lead.email,
  name: lead.name,
  phone: lead.phone,
  message: lead.message,
  fields: JSON.stringify(lead.fields),
  form: lead.form,
  slug: lead.slug,
  campaign_id: lead.campaignId,
  click_id: lead.clickId,
  session_id: lead.sessionId,
  variant_id: lead.variantId,
  country: lead.country,
  origin: lead.origin,
  spam_score: lead.spamScore,
  spam_reasons: JSON.stringify(lead.spamReasons),
  is_spam: lead.isSpam ? 1 : 0,
  is_judged: lead.isJudged ? 1 : 0,
  is_told: lead.isTold ? 1 : 0,
  version: lead.version,
  received_at: lead.receivedAt.getTime(),
});

export const toLead = (row: LeadRow): Lead => ({
  leadId: row.lead_id,
  email: row.email,
  name: row.name,
  phone: row.phone,
  message: row.message,
  fields: JSON.parse(row.fields),
  form: row.form,
  slug: row.slug,
  campaignId: row.campaign_id,
  clickId: row.click_id,
  sessionId: row.session_id,
  variantId: row.variant_id,
  country: row.country,
  origin: row.origin,
  spamScore: row.spam_score,
  spamReasons: JSON.parse(row.spam_reasons),
  isSpam: row.is_spam === 1,
  isJudged: row.is_judged === 1,
  isTold: row.is_told === 1,
  version: row.version,
  receivedAt: new Date(row.received_at),
});

export const toAttachment = (row: AttachmentRow): Attachment => ({
  attachment: row.attachment,
  sha256: row.sha256,
  fileName: row.file_name,
  contentType: row.content_type,
  sizeBytes: row.size_bytes,
});
