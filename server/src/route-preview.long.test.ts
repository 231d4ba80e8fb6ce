import { once } from "node:events";
import { Agent, request as ask, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createEdge } from "#edge/create-edge.ts";
import { hash32 } from "#kernel/hash32.ts";
import { WEEKDAYS } from "#kernel/routing-rule.ts";
import { addressList } from "#platform/http/client-address.ts";
import { BotLists } from "#platform/visits/bot-lists.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";
import { readUserAgent } from "#platform/visits/read-user-agent.ts";
import { startControl } from "#testing/start-control.ts";
import { VISITOR_KEYS } from "#testing/test-secrets.ts";

const VISITS = 10_000;
const VISITS_A_WORLD = 100;

const AGENTS = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Android 14; Tablet; rv:140.0) Gecko/140.0 Firefox/140.0",
  "Googlebot/2.1",
];
const REFERRERS = ["", "https://www.google.com/", "https://news.example.org/x", "https://t.co/"];
const COUNTRIES = ["DE", "AT", "US", ""];
const SEGMENTS = ["vip", "engaged", "new", "returning"];

const some = <T>(...values: T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const conditions = {
  countryIn: some("DE", "at", "US"),
  deviceIn: some("MOBILE", "DESKTOP", "TABLET", "BOT"),
  sourceIn: some("qr", "search", "DIRECT", "social", "referral"),
  campaignIn: some("spring", "Autumn"),
  segmentIn: some(...SEGMENTS),
  languageIn: some("de", "EN"),
  osIn: some("iOS", "windows", "Android"),
  browserIn: some("Safari", "chrome", "firefox"),
  referrerHostIn: some("example.org", "google.com"),
  timeWindow: fc.record({
    tz: fc.constantFrom("UTC", "Asia/Kathmandu"),
    days: some(...WEEKDAYS),
    from: fc.constantFrom("00:00", "09:30", "22:00"),
    to: fc.constantFrom("00:00", "06:00", "18:00"),
  }),
  percent: fc.constantFrom(5, 10, 20),
};
/** Few conditions a rule, so that some are met. */
const when = fc
  .tuple(
    fc.record(conditions),
    fc.uniqueArray(fc.constantFrom(...Object.keys(conditions)), { minLength: 1, maxLength: 2 }),
  )
  .map(([all, kept]) => Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name))));
/** Few enough of each that a draw is never handed out twice over. */
const rules = fc.array(fc.record({ when, priority: fc.nat({ max: 3 }), enabled: fc.boolean() }), {
  maxLength: 5,
});
const world = fc.record({
  rules,
  handleRules: fc.array(fc.record({ when, priority: fc.nat({ max: 3 }), isNarrow: fc.boolean() }), {
    maxLength: 4,
  }),
  campaignId: fc.constantFrom(null, "spring", "winter"),
  tracking: fc.constantFrom({}, { utmSource: "link", utmCampaign: "autumn" }),
  utmPolicy: fc.constantFrom("link_wins", "incoming_wins", "only_if_absent"),
});
const visit = fc.record({
  agent: fc.constantFrom(...AGENTS),
  referrer: fc.constantFrom(...REFERRERS),
  country: fc.constantFrom(...COUNTRIES),
  language: fc.constantFrom("de-AT,de;q=0.9", "en", ""),
  src: fc.constantFrom("", "qr", "QR"),
  campaign: fc.constantFrom("", "spring", "AUTUMN"),
  visitorId: fc.nat({ max: 9 }).map((n) => `visitor-${n}`.padEnd(22, "_")),
  minutes: fc.nat({ max: 60 * 24 * 8 }),
});
type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
type Visit = typeof visit extends fc.Arbitrary<infer T> ? T : never;

const variant = (id: string) => ({ id, destinationUrl: `https://example.com/${id}` });

async function startBoth() {
  const control = await startControl();
  let country = "";
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const deps = { ...control.deps, events: { append: async () => {} } };
  const edge = createEdge({
    ...deps,
    trustedProxies: addressList([]),
    botLists: new BotLists(),
    country: () => country,
    visitorKeys: VISITOR_KEYS,
  });
  const server = createServer(edge.handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const owner = await control.member("OWNER");
  const reader = await control.token(["links.read"]); // A session would end before the last visit.
  return {
    control,
    owner,
    reader,
    follow: async (path: string, from: string, headers: Record<string, string>) => {
      country = from;
      const outgoing = ask({ agent, port, path, headers: { host: "acme.sites.test", ...headers } }).end();
      const [incoming] = await once(outgoing, "response");
      incoming.resume();
      return { status: incoming.statusCode as number, location: incoming.headers.location as string };
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await edge[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}
type Both = Awaited<ReturnType<typeof startBoth>>;

async function make({ owner }: Both, { rules: own, handleRules, ...fields }: World): Promise<boolean> {
  const { body } = await owner.get("/v2/handles/acme/personalization-rules");
  for (const { id } of (body as { rules: { id: string }[] }).rules) {
    await owner.delete(`/v2/handles/acme/personalization-rules/${id}`);
  }
  for (const [index, { isNarrow, ...rule }] of handleRules.entries()) {
    const slugs = isNarrow ? ["other"] : [];
    const id = `handle-${index}`;
    const put = { ...rule, enabled: true, variant: variant(id), ...(isNarrow && { slugs }) };
    await owner.put(`/v2/handles/acme/personalization-rules/${id}`, put);
  }
  const routingRules = own.map((rule, index) => ({
    ...rule,
    id: `r${index}`,
    variant: variant(`r${index}`),
  }));
  const body2 = { destinationUrl: "https://example.com/", routingRules, ...fields };
  return (await owner.put("/v2/handles/acme/links/launch", body2)).status < 300;
}

async function expectSame({ reader, control, follow }: Both, seen: Visit, hint: string): Promise<string> {
  const { agent, referrer, country, language, src, campaign, visitorId, minutes } = seen;
  const start = control.now().getTime();
  control.advance(minutes * 60_000);
  const seed = hash32(visitorId).toString(16).padStart(8, "0");
  const cookie = `sw_visitor=${visitorId}.${seed}.1`;
  const query = `?src=${src}&campaign=${campaign}`;
  const redirected = await follow(`/launch${query}`, country, {
    ...{ "user-agent": agent, "accept-language": language, cookie },
    ...(referrer !== "" && { referer: referrer }),
  });
  const { device, os, browser } = readUserAgent(agent);
  const { host, source } = readReferrer(referrer);
  const { body } = await reader.post("/v2/public/handles/acme/links/launch/route-preview", {
    ...{ country, device, os, browser, visitorId, language: language.slice(0, 2) },
    ...{ source: src || source, referrerHost: host, segment: "returning" },
    ...(campaign !== "" && { campaign }),
  });
  const preview = body as {
    destinationUrl: string;
    status: number;
    matched: { ruleId: string | null; kind: string };
    trace: { matched: boolean; ruleId: string }[];
  };
  control.advance(start - control.now().getTime());
  const where = new URL(redirected.location);
  expect({ status: redirected.status, path: where.pathname }, hint).toEqual({
    status: preview.status,
    path: new URL(preview.destinationUrl).pathname,
  });
  expect(preview.trace.find((rule) => rule.matched)?.ruleId ?? null).toBe(preview.matched.ruleId);
  return preview.matched.kind;
}

test(`a preview is the redirect, for ${VISITS} random links, rules and visits`, {
  timeout: 600_000,
}, async () => {
  await using both = await startBoth();
  await both.owner.put("/v2/handles/acme/links/launch", { destinationUrl: "https://example.com/" });
  for (const [index, segment] of SEGMENTS.slice(0, 2).entries()) {
    const id = `visitor-${index}`.padEnd(22, "_");
    await both.owner.put(`/v2/handles/acme/visitors/${id}/segments`, { segments: [segment] });
  }
  const kinds = new Map<string, number>();
  const seed = Date.now() % 2 ** 31;
  const sampled = { seed, numRuns: VISITS / VISITS_A_WORLD };
  const visits = fc.sample(visit, { seed, numRuns: VISITS });
  for (const [index, made] of fc.sample(world, sampled).entries()) {
    expect(await make(both, made), `seed ${seed}: ${JSON.stringify(made)}`).toBe(true);
    for (const one of visits.slice(index * VISITS_A_WORLD, (index + 1) * VISITS_A_WORLD)) {
      const kind = await expectSame(both, one, `seed ${seed}: ${JSON.stringify({ made, one })}`);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
  }
  // Something was decided by each kind of rule, or the test says nothing.
  for (const kind of ["rule", "personalization", "default"]) expect(kinds.get(kind)).toBeGreaterThan(300);
});
