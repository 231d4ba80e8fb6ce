import type { WholeLead } from "./lead.ts";

export type PresentedLead = ReturnType<typeof presentLead>;

/** As the API and its exports show it. */
export function presentLead({ lead, attachments }: WholeLead) {
  const { spamScore: score, spamReasons, isSpam, isJudged, isTold, receivedAt, ...said } = lead;
  return {
    ...said,
    fields: { ...said.fields },
    spam: { isSpam, score, reasons: [...spamReasons] },
    attachments: attachments.map(({ sha256, ...attachment }) => attachment),
    receivedAt: receivedAt.toISOString(),
  };
}
