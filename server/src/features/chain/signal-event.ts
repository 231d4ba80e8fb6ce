import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import type { KeptSignal } from "./signal.ts";

/** An accepted signal as analytics see it. Its session is no visitor: nothing ties the two together. */
export const signalEvent = (
  handleId: string,
  sessionId: string,
  { signalKey, metadata, occurredAt, receivedAt }: KeptSignal,
): VisitEvent => ({
  id: newId("evt", receivedAt),
  at: occurredAt,
  handleId,
  kind: "signal",
  slug: "",
  visitor: "",
  bot: "",
  status: 0,
  country: "",
  device: "",
  os: "",
  browser: "",
  language: "",
  referrer: "",
  source: "",
  campaign: "",
  variant: "",
  segments: [],
  utmSource: "",
  utmMedium: "",
  utmCampaign: "",
  utmTerm: "",
  utmContent: "",
  destination: "",
  clickId: "",
  sessionId,
  name: signalKey,
  value: "0",
  currency: "",
  metadata: metadata === null ? "" : JSON.stringify(metadata),
});
