import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import { plainPage } from "#platform/http/plain-page.ts";
import * as contract from "./contract.ts";
import { deleteLead } from "./delete-lead.ts";
import { eraseLeads } from "./erase-leads.ts";
import { exportLeads } from "./export-leads.ts";
import { getLead } from "./get-lead.ts";
import { judgeLead } from "./judge-lead.ts";
import type { WholeLead } from "./lead.ts";
import { listLeads } from "./list-leads.ts";
import { openAttachment } from "./open-attachment.ts";
import { presentLead } from "./present-lead.ts";
import { sendLead } from "./send-lead.ts";

const TYPES = { csv: "text/csv; charset=utf-8; header=present", ndjson: "application/x-ndjson" } as const;

export const leadOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.sendLead, async ({ actor, params, body, files, caller }) => {
    const { thanks, ...taken } = await sendLead(deps, actor, params.handle, body, files, caller);
    if (caller.wantsPage) return { status: 200 as const, body: goOn(thanks) };
    return { status: 202 as const, body: { accepted: true as const, ...taken } };
  }),

  bind(contract.listLeads, async ({ actor, query }) => {
    const { items, nextToken } = await listLeads(deps, actor, query);
    return { status: 200, body: { leads: items.map(presentLead), nextToken } };
  }),

  bind(contract.exportLeads, async ({ actor, query: { format, ...filter } }) => ({
    status: 200,
    headers: {
      "content-type": TYPES[format],
      "content-disposition": `attachment; filename="${actor.handle}-leads.${format}"`,
    },
    body: exportLeads(deps, actor, format, filter),
  })),

  bind(contract.eraseLeads, async ({ actor, body }) => {
    return { status: 200, body: { erased: await eraseLeads(deps, actor, body.email) } };
  }),

  bind(contract.getLead, async ({ actor, params }) => {
    return { status: 200, ...single(await getLead(deps, actor, params.leadId)) };
  }),

  bind(contract.judgeLead, async ({ actor, params, body, caller }) => {
    const judged = await judgeLead(deps, actor, params.leadId, body.isSpam, caller.ifMatch);
    return { status: 200, ...single(judged) };
  }),

  bind(contract.deleteLead, async ({ actor, params, caller }) => {
    await deleteLead(deps, actor, params.leadId, caller.ifMatch);
    return { status: 204 };
  }),

  bind(contract.getLeadAttachment, async ({ actor, params }) => {
    const { attachment, bytes } = await openAttachment(deps, actor, params.leadId, params.attachment);
    return { status: 200, headers: downloadHeaders(attachment.fileName), body: bytes };
  }),
];

const single = (whole: WholeLead) => ({ version: whole.lead.version, body: presentLead(whole) });

/** On to the page that the form names, else a word of thanks. */
const goOn = (thanks: string | undefined) =>
  thanks === undefined
    ? plainPage({ title: "Thank you", text: "What you have sent has arrived." })
    : { status: 303, headers: { location: thanks, "cache-control": "no-store" }, body: null };

/** Bytes of a stranger's: to be saved, and never shown or run under an address of the API's. */
const downloadHeaders = (fileName: string) => ({
  "content-type": "application/octet-stream",
  "content-disposition": `attachment; filename="image"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  "x-content-type-options": "nosniff",
  "content-security-policy": "sandbox; default-src 'none'",
  "cross-origin-resource-policy": "same-origin",
});
