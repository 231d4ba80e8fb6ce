import { DatabaseSync } from "node:sqlite";
import { createDemoClient } from "#demo/demo-client.ts";
import type { Journal } from "./journal.ts";

type Options = {
  readonly port: number;
  readonly handle: string;
  readonly token: string;
  readonly journal: Journal;
};

/** What was promised and does not hold: every link as last acknowledged or later, every token in its state. */
export async function verifyPromises({ port, handle, token, journal }: Options): Promise<string[]> {
  const call = createDemoClient(port);
  const broken: string[] = [];
  for (const [slug, link] of journal.links) {
    const { status, body } = await call("GET", `/v2/public/handles/${handle}/links/${slug}`, { token });
    const title = status === 200 ? String(body["title"]) : undefined;
    if (title !== link.acknowledged && title !== link.pending) {
      broken.push(`link ${slug} is "${title}"; acknowledged "${link.acknowledged}", sent "${link.pending}"`);
    }
    link.acknowledged = title;
    link.pending = undefined;
  }
  for (const record of journal.tokens.values()) {
    const { status } = await call("GET", `/v2/public/handles/${handle}/token`, { token: record.text });
    if (record.state === "working" && status !== 200)
      broken.push(`token ${record.tokenId} answers ${status}`);
    if (record.state === "revoked" && status !== 401)
      broken.push(`revoked ${record.tokenId} answers ${status}`);
    if (record.state === "revoking") record.state = status === 401 ? "revoked" : "working";
  }
  return broken;
}

/** Each counts or looks up a table once: asked row by row, tens of thousands of promises would take minutes. */
const HALVES: Readonly<Record<string, string>> = {
  "a link without all its versions":
    "select slug from links l left join (select handle_id, slug, count(*) as n from link_versions group by 1, 2) v using (handle_id, slug) where l.version is not v.n",
  "a version without its audit row":
    "select v.slug from (select handle_id, slug, count(*) as n from link_versions group by 1, 2) v left join (select handle_id, target, count(*) as n from audit_events group by 1, 2) a on a.handle_id = v.handle_id and a.target = v.slug where v.n is not a.n",
  "a version without its event":
    "select 1 where (select count(*) from link_versions) != (select count(*) from outbox where type like 'link.%')",
  "a link whose route leads elsewhere":
    "select l.slug from links l left join routes r on r.handle_id = l.handle_id and r.slug = l.slug where r.route is null or json_extract(r.route, '$.title') is not l.title",
  "a token without its audit row":
    "select token_id from tokens where token_id not in (select target from audit_events where action = 'token.create' and target is not null)",
  "a revocation without its event":
    "select token_id from tokens where revoked_at is not null and token_id not in (select json_extract(payload, '$.tokenId') from outbox where type = 'token.revoked')",
};

/** Changes of which only a part is there, and damage to the file itself. */
export function verifyDatabase(path: string): string[] {
  using db = new DatabaseSync(path, { readOnly: true });
  const integrity = db.prepare("pragma integrity_check").all();
  const foreign = db.prepare("pragma foreign_key_check").all();
  const halves = Object.entries(HALVES).flatMap(([what, sql]) =>
    db
      .prepare(sql)
      .all()
      .map((row) => `${what}: ${JSON.stringify(row)}`),
  );
  const isWhole = integrity.length === 1 && integrity[0]?.["integrity_check"] === "ok";
  return [
    ...(isWhole ? [] : [`integrity_check: ${JSON.stringify(integrity)}`]),
    ...foreign.map((row) => `foreign_key_check: ${JSON.stringify(row)}`),
    ...halves,
  ];
}

/** Clicks that are missing or too many, once everything has been shipped. */
export async function verifyClicks({ port, handle, token, journal }: Options): Promise<string[]> {
  const call = createDemoClient(port);
  const promised = [...journal.clicks.values()].reduce((sum, clicks) => sum + clicks, 0);
  const ask = async () => {
    const path = `/v2/public/handles/${handle}/analytics?groupBy=slug&limit=1000`;
    return (await call("GET", path, { token })).body as {
      totals?: { clicks: number };
      groups?: { keys: { slug: string }; clicks: number }[];
    };
  };
  let counted = await ask();
  for (let tries = 0; tries < 100 && (counted.totals?.clicks ?? 0) < promised; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    counted = await ask();
  }
  const bySlug = new Map((counted.groups ?? []).map(({ keys, clicks }) => [keys.slug, clicks]));
  const broken: string[] = [];
  for (const slug of new Set([...journal.clicks.keys(), ...bySlug.keys()])) {
    const clicks = bySlug.get(slug) ?? 0;
    const least = journal.clicks.get(slug) ?? 0;
    const most = least + (journal.unanswered.get(slug) ?? 0);
    if (clicks < least || clicks > most)
      broken.push(`${slug}: ${clicks} clicks counted, ${least} to ${most} made`);
  }
  return broken;
}
