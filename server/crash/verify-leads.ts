import { setTimeout as sleep } from "node:timers/promises";
import { parse } from "csv-parse/sync";
import type { Owner } from "./lead-flood.ts";
import type { Expected } from "./lead-posts.ts";

type Shown = { readonly email: string; readonly name: string; readonly spam: { readonly isSpam: boolean } };

const COUNTED_MS_MAX = 60_000;

/** Compares lists, exports and counts with what was acknowledged; says in words what does not hold. */
export async function verifyLeads(owner: Owner, expected: Expected): Promise<string[]> {
  const broken: string[] = [];
  const lines = (await owner.text("acme/leads/export?format=ndjson"))
    .split("\n")
    .filter((line) => line !== "");
  const leads = lines.map((line) => JSON.parse(line) as Shown);
  const keyOf = ({ email }: Shown) => `key-${email.split("@")[0]}`;
  const keys = leads.map(keyOf);
  if (new Set(keys).size !== keys.length) broken.push("a lead is there twice");
  for (const [key, name] of expected.leads) {
    const lead = leads[keys.indexOf(key)];
    if (lead?.name !== name) broken.push(`${key} is ${lead?.name ?? "lost"}`);
    if (lead?.spam.isSpam !== expected.spam.has(key)) broken.push(`${key}: spam is ${lead?.spam.isSpam}`);
  }
  if (leads.length !== expected.leads.size)
    broken.push(`${leads.length} leads instead of ${expected.leads.size}`);
  const other = await owner.get("other/leads");
  if ((other["leads"] as unknown[]).length > 0) broken.push("another handle has leads");
  return [...broken, ...(await verifyCells(owner, leads.length)), ...(await verifyCount(owner, expected))];
}

/** No cell is one that a spreadsheet would calculate. */
async function verifyCells(owner: Owner, count: number): Promise<string[]> {
  const rows: string[][] = parse(await owner.text("acme/leads/export?format=csv"));
  const run = rows.flat().filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell));
  return [
    ...(rows.length === count + 1 ? [] : [`${rows.length - 1} rows of CSV instead of ${count}`]),
    ...run.map((cell) => `a spreadsheet would calculate ${cell}`),
  ];
}

/** Analytics count every lead that is none of spam, once, a while later. */
async function verifyCount(owner: Owner, { leads, spam }: Expected): Promise<string[]> {
  const wanted = leads.size - spam.size;
  const until = performance.now() + COUNTED_MS_MAX;
  for (;;) {
    const { totals } = (await owner.get("acme/campaigns/flood/analytics")) as { totals?: { leads: number } };
    if (totals?.leads === wanted) return [];
    if (performance.now() > until) return [`analytics count ${totals?.leads} leads instead of ${wanted}`];
    await sleep(200);
  }
}
