import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { Outcome } from "#platform/mutate.ts";
import type { WholeLead } from "./lead.ts";

/** What follows once somebody is to know of a lead: it is told of, and counted. */
export const captured = (
  handleId: string,
  whole: WholeLead,
  now: Date,
): Required<Pick<Outcome<unknown>, "events" | "visits">> => ({
  events: [{ type: "lead.captured", payload: payloadOf(whole) }],
  visits: [visitOf(handleId, whole, now)],
});

const payloadOf = ({ lead, attachments }: WholeLead) => ({
  leadId: lead.leadId,
  name: lead.name,
  email: lead.email,
  phone: lead.phone,
  message: lead.message,
  fields: lead.fields,
  form: lead.form,
  slug: lead.slug === "" ? null : lead.slug,
  campaignId: lead.campaignId,
  clickId: lead.clickId,
  variantId: lead.variantId,
  attachments: attachments.length,
  spamScore: lead.spamScore,
  capturedAt: lead.receivedAt.toISOString(),
});

/** As analytics count it: that there was one, and of what; nothing that the person has said. */
const visitOf = (handleId: string, { lead }: WholeLead, now: Date): VisitEvent => ({
  id: newId("evt", now.getTime()),
  at: lead.receivedAt.getTime(),
  handleId,
  kind: "lead",
  slug: lead.slug,
  visitor: "",
  bot: "",
  status: 0,
  country: lead.country,
  device: "",
  os: "",
  browser: "",
  language: "",
  referrer: "",
  source: "",
  campaign: lead.campaignId ?? "",
  variant: lead.variantId ?? "",
  segments: [],
  utmSource: "",
  utmMedium: "",
  utmCampaign: "",
  utmTerm: "",
  utmContent: "",
  destination: "",
  clickId: lead.clickId ?? "",
  sessionId: lead.sessionId ?? "",
  name: lead.form,
  value: "0",
  currency: "",
  metadata: "",
});
