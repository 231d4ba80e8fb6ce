import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

async function newLead(owner: Client, handle: string): Promise<string> {
  const body = { email: `friend-of-${handle}@example.com` };
  const answer = await owner.post(`/v2/public/handles/${handle}/leads`, body);
  return `/leads/${(answer.body as { leadId: string }).leadId}`;
}

/** The part of `SAMPLES` that is about leads. None has an attachment: those come with forms, which have tests of their own. */
export const LEAD_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  sendLead: async (_, handle) => ({
    path: `/v2/public/handles/${handle}/leads`,
    body: { email: "friend@example.com" },
    status: 202,
  }),
  listLeads: async () => ({ path: "/leads", status: 200 }),
  exportLeads: async () => ({ path: "/leads/export", status: 200 }),
  eraseLeads: async () => ({ path: "/leads/erase", body: { email: "nobody@example.com" }, status: 200 }),
  getLead: async (...who) => ({ path: await newLead(...who), status: 200 }),
  judgeLead: async (...who) => ({ path: await newLead(...who), body: { isSpam: true }, status: 200 }),
  deleteLead: async (...who) => ({ path: await newLead(...who), status: 204 }),
  getLeadAttachment: async (...who) => ({ path: `${await newLead(...who)}/attachments/1`, status: 404 }),
};
