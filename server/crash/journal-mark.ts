import { setTimeout as sleep } from "node:timers/promises";
import { createDemoClient } from "#demo/demo-client.ts";
import type { Journal, TokenRecord } from "./journal.ts";

/** What a journal knew at one moment. */
export type JournalMark = {
  /** The number in the title that was acknowledged last; later titles have higher ones. */
  readonly titles: ReadonlyMap<string, number>;
  readonly tokens: ReadonlyMap<TokenRecord, TokenRecord["state"]>;
  readonly clicks: ReadonlyMap<string, number>;
};

export const markJournal = ({ links, tokens, clicks }: Journal): JournalMark => ({
  titles: new Map([...links].map(([slug, { acknowledged }]) => [slug, numberOf(acknowledged)])),
  tokens: new Map([...tokens.values()].map((record) => [record, record.state])),
  clicks: new Map(clicks),
});

/** Of nothing that was ever acknowledged, -1. */
const numberOf = (title: string | undefined): number => (title === undefined ? -1 : Number(title.slice(6)));

type Where = { readonly port: number; readonly handle: string; readonly token: string };

/** What had been promised by then and is not so here, where some of what was promised since may be there too. */
export async function verifyMark(mark: JournalMark, journal: Journal, where: Where): Promise<string[]> {
  const { port, handle, token } = where;
  const call = createDemoClient(port);
  const broken: string[] = [];
  for (const [slug, least] of mark.titles) {
    if (least < 0) continue;
    const { status, body } = await call("GET", `/v2/public/handles/${handle}/links/${slug}`, { token });
    const found = status === 200 ? numberOf(String(body["title"])) : -1;
    if (found < least) broken.push(`link ${slug} has title ${found}; ${least} was acknowledged`);
  }
  for (const [record, state] of mark.tokens) {
    const { status } = await call("GET", `/v2/public/handles/${handle}/token`, { token: record.text });
    if (state === "revoked" && status !== 401) broken.push(`revoked ${record.tokenId} answers ${status}`);
    if (state === "working" && record.state === "working" && status !== 200)
      broken.push(`token ${record.tokenId} answers ${status}`);
  }
  return [...broken, ...(await verifyCounts(mark, journal, where))];
}

/** Clicks by the warehouse and by the links' own counters, which must come to the same. */
async function verifyCounts(mark: JournalMark, journal: Journal, where: Where): Promise<string[]> {
  const promised = [...mark.clicks.values()].reduce((sum, clicks) => sum + clicks, 0);
  let counts = await countsOf(where);
  const isSettled = () =>
    counts.total >= promised && [...counts.byLink].every(([slug, n]) => (counts.bySlug.get(slug) ?? 0) === n);
  for (let tries = 0; tries < 100 && !isSettled(); tries++) {
    await sleep(100);
    counts = await countsOf(where);
  }
  const broken: string[] = [];
  for (const slug of new Set([...mark.clicks.keys(), ...counts.bySlug.keys()])) {
    const clicks = counts.bySlug.get(slug) ?? 0;
    const least = mark.clicks.get(slug) ?? 0;
    const most = (journal.clicks.get(slug) ?? 0) + (journal.unanswered.get(slug) ?? 0);
    if (clicks < least || clicks > most)
      broken.push(`${slug}: ${clicks} clicks in the warehouse, ${least} to ${most} made`);
    const counted = counts.byLink.get(slug) ?? 0;
    if (counted !== clicks) broken.push(`${slug}: ${clicks} clicks in the warehouse, ${counted} counted`);
  }
  return broken;
}

async function countsOf({ port, handle, token }: Where) {
  const call = createDemoClient(port);
  const base = `/v2/public/handles/${handle}`;
  const { body } = await call("GET", `${base}/analytics?groupBy=slug&limit=1000`, { token });
  const asked = body as {
    groups?: { keys: { slug: string }; clicks: number }[];
    totals?: { clicks: number };
  };
  const listed = (await call("GET", `${base}/links?limit=200`, { token })).body as {
    links?: { slug: string; clicks: number }[];
  };
  return {
    total: asked.totals?.clicks ?? 0,
    bySlug: new Map((asked.groups ?? []).map(({ keys, clicks }) => [keys.slug, clicks])),
    byLink: new Map((listed.links ?? []).map(({ slug, clicks }) => [slug, clicks])),
  };
}
