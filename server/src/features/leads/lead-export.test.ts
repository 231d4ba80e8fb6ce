import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { startLeads } from "#testing/start-leads.ts";

const FORMULAS = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\tx",
  "\rx",
  "＝1",
  "=cmd|' /C calc'!A0",
  '"=1"',
  "'=1",
  ",;\n=1",
];

test("nothing that somebody has written is calculated by a spreadsheet, and all of it is there", async () => {
  await using it = await startLeads();
  for (const formula of FORMULAS) {
    const answer = await it.send({
      name: `x${formula}`,
      message: formula.trim(),
      fields: { [formula.trim()]: formula },
    });
    expect(answer.status, formula).toBe(202);
  }
  const { headers, body } = await it.owner.get("/v2/handles/acme/leads/export?format=csv");
  expect(headers.get("content-disposition")).toBe('attachment; filename="acme-leads.csv"');
  const rows: Record<string, string>[] = parse(String(body), { columns: true });
  expect(rows).toHaveLength(FORMULAS.length);
  for (const row of rows) {
    for (const [column, cell] of Object.entries(row))
      expect(cell, column).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
  }
  const messages = rows.map(({ message = "" }) => message.replace(/^'(?='*[=+\-@＝])/, ""));
  expect(messages.toSorted()).toEqual(FORMULAS.map((formula) => formula.trim()).toSorted());
});

test("lines of JSON are what the list shows, and filters hold for them", async () => {
  await using it = await startLeads();
  await it.send({ email: "ada@example.com" });
  await it.send({ email: "spam@example.com", hp_website: "x" });
  const { body } = await it.owner.get("/v2/handles/acme/leads/export?format=ndjson&spam=false");
  const lines = String(body)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toEqual(await it.leads("?spam=false"));
});

test("more leads than a page holds come once each", async () => {
  await using it = await startLeads();
  const columns =
    "lead_id, handle_id, fields, form, slug, country, spam_score, spam_reasons, is_spam, is_judged, is_told, version, received_at";
  const values = Array.from(
    { length: 1201 },
    (_, n) =>
      `('led_${String(n).padStart(5, "0")}', 'hdl_acme', '{}', '', '', '', 0, '[]', 0, 0, 1, 1, ${n})`,
  );
  await it.control.rows(`insert into leads (${columns}) values ${values.join(",")}`);
  const { body } = await it.owner.get("/v2/handles/acme/leads/export?format=ndjson");
  const ids = String(body)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).leadId);
  expect(new Set(ids).size).toBe(1201);
  expect(ids).toEqual(ids.toSorted().toReversed());
});
