import type { MemberActor } from "#kernel/actor.ts";
import { csvCell, guardText } from "#platform/csv/cell-text.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { WholeLead } from "./lead.ts";
import { type PresentedLead, presentLead } from "./present-lead.ts";
import { type LeadFilter, listLeads } from "./store.ts";

const PAGE_SIZE = 500;

/** Every lead that fits, a page at a time and only as fast as it is read. */
export function exportLeads(
  deps: ControlDeps,
  { handleId }: MemberActor,
  format: "csv" | "ndjson",
  filter: LeadFilter,
): ReadableStream<Uint8Array> {
  const { head, line } = format === "csv" ? { head: CSV_HEAD, line: csvLine } : { head: "", line: jsonLine };
  return ReadableStream.from(pages(deps, handleId, filter, head, line));
}

async function* pages(
  { db }: ControlDeps,
  handleId: string,
  filter: LeadFilter,
  head: string,
  line: (whole: WholeLead) => string,
): AsyncGenerator<Uint8Array> {
  if (head !== "") yield Buffer.from(head);
  let before: string | undefined;
  for (;;) {
    const leads = await listLeads(db.read, handleId, filter, before, PAGE_SIZE);
    if (leads.length > 0) yield Buffer.from(leads.map(line).join(""));
    if (leads.length < PAGE_SIZE) return;
    before = leads.at(-1)?.lead.leadId;
  }
}

const COLUMNS: ReadonlyArray<
  readonly [name: string, of: (lead: PresentedLead) => string | number | boolean | null]
> = [
  ["leadId", ({ leadId }) => leadId],
  ["receivedAt", ({ receivedAt }) => receivedAt],
  ["email", ({ email }) => email],
  ["name", ({ name }) => name],
  ["phone", ({ phone }) => phone],
  ["message", ({ message }) => message],
  ["fields", ({ fields }) => JSON.stringify(fields)],
  ["form", ({ form }) => form],
  ["slug", ({ slug }) => slug],
  ["campaignId", ({ campaignId }) => campaignId],
  ["country", ({ country }) => country],
  ["origin", ({ origin }) => origin],
  ["isSpam", ({ spam }) => spam.isSpam],
  ["spamScore", ({ spam }) => spam.score],
  ["spamReasons", ({ spam }) => spam.reasons.join(" ")],
  ["attachments", ({ attachments }) => attachments.length],
];
const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(",")}\r\n`;

function csvLine(whole: WholeLead): string {
  const lead = presentLead(whole);
  return `${COLUMNS.map(([, of]) => cell(of(lead))).join(",")}\r\n`;
}

/** What nobody has said is an empty cell; what somebody has is never calculated. */
const cell = (value: string | number | boolean | null) =>
  value === null || value === "" ? "" : csvCell(guardText(String(value)));

const jsonLine = (whole: WholeLead) => `${JSON.stringify(presentLead(whole))}\n`;
