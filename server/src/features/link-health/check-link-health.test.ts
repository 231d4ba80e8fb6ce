import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import type { MemberActor } from "#kernel/actor.ts";
import { linksTo } from "#testing/links-to.ts";
import { startControl } from "#testing/start-control.ts";
import { startDestination } from "#testing/start-destination.ts";
import { checkLinkHealth } from "./check-link-health.ts";

const LINKS = "/v2/handles/acme/links";
const CHECK = `${LINKS}/health-check`;
type Body = {
  checked: number;
  failing: number;
  nextToken: string | null;
  results: { slug: string; status: number | null; error: string | null; checkedAt: string | null }[];
};

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const bound = server.address();
  server.close();
  await once(server, "close");
  return typeof bound === "object" && bound !== null ? bound.port : 0;
}

test("each destination's answer is told, in the order asked, and of what no probe could tell, why", async () => {
  await using control = await startControl();
  const site = await startDestination({
    "/fine": 200,
    "/moved": (_, response) => response.writeHead(302, { location: "/trap" }).end(),
    "/gone": 410,
    "/broken": 500,
    "/garbage": (request) => request.socket.end("what?\r\n\r\n"),
  });
  const owner = await linksTo(control, {
    fine: `${site.url}/fine#part`,
    moved: `${site.url}/moved`,
    gone: `${site.url}/gone`,
    broken: `${site.url}/broken`,
    garbage: `${site.url}/garbage`,
    inside: "http://10.0.0.1/admin",
    metadata: "http://169.254.169.254/latest/",
    nameless: "http://nowhere.example/",
    closed: `http://127.0.0.1:${await closedPort()}/`,
  });
  await linksTo(control, { theirs: `${site.url}/fine` }, "other");
  await owner.put(`${LINKS}/product`, { destinationUrl: `${site.url}/{sku}`, pathTemplate: "/p/:sku" });
  const slugs = [
    "gone",
    "fine",
    "moved",
    "fine",
    "broken",
    "garbage",
    "inside",
    "metadata",
    "nameless",
    "closed",
  ];
  const { status, body } = await owner.post(CHECK, { slugs: [...slugs, "product", "theirs", "absent"] });
  expect(status).toBe(200);
  const latencyMs = expect.any(Number);
  const checkedAt = "2026-01-01T00:00:00.000Z";
  const silent = (slug: string, error: string) => ({ slug, status: null, latencyMs: null, error, checkedAt });
  const unprobed = (slug: string, error: string) => ({ ...silent(slug, error), checkedAt: null });
  expect(body).toEqual({
    checked: 9,
    failing: 7,
    nextToken: null,
    results: [
      { slug: "gone", status: 410, latencyMs, error: "status", checkedAt },
      { slug: "fine", status: 200, latencyMs, error: null, checkedAt },
      { slug: "moved", status: 302, latencyMs, error: null, checkedAt },
      { slug: "broken", status: 500, latencyMs, error: "status", checkedAt },
      silent("garbage", "protocol"),
      silent("inside", "refused"),
      silent("metadata", "refused"),
      silent("nameless", "dns"),
      silent("closed", "connect"),
      unprobed("product", "skipped"),
      unprobed("theirs", "not_found"),
      unprobed("absent", "not_found"),
    ],
  });
  expect(site.seen.sort()).toEqual([
    "HEAD /broken",
    "HEAD /fine",
    "HEAD /garbage",
    "HEAD /gone",
    "HEAD /moved",
  ]);
  expect(await control.rows("select slug from link_health where handle_id = 'hdl_other'")).toEqual([]);
});

test("where HEAD is not understood one GET for a single byte is tried, and the probe says who it is", async () => {
  await using control = await startControl();
  const only = (refusal: number) => (request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(request.method === "HEAD" ? refusal : 206).end();
  const site = await startDestination({ "/a": only(405), "/b": only(501), "/c": only(403), "/d": only(404) });
  const owner = await linksTo(control, {
    "is-405": `${site.url}/a`,
    "is-501": `${site.url}/b`,
    "is-403": `${site.url}/c`,
    "is-404": `${site.url}/d`,
  });
  const { body } = await owner.post(CHECK, {});
  expect((body as Body).results.map(({ slug, status }) => [slug, status])).toEqual([
    ["is-403", 206],
    ["is-404", 404],
    ["is-405", 206],
    ["is-501", 206],
  ]);
  expect(site.seen.filter((one) => one.startsWith("GET")).sort()).toEqual(["GET /a", "GET /b", "GET /c"]);
  const gets = site.heard.filter((_, at) => site.seen[at]?.startsWith("GET"));
  expect(gets.every(({ range }) => range === "bytes=0-0")).toBe(true);
  for (const headers of site.heard) {
    expect(headers["user-agent"]).toContain("SwitchyardBot");
    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("cookie");
  }
});

test("without slugs all links that are on are checked by pages, and one destination is asked once a page", async () => {
  await using control = await startControl();
  const site = await startDestination({ "/": 200 });
  const owner = await control.member("OWNER");
  const name = (n: number) => `link-${String(n).padStart(3, "0")}`;
  const numbers = Array.from({ length: 205 }, (_, n) => n);
  await Promise.all(
    numbers.map((n) =>
      owner.put(`${LINKS}/${name(n)}`, { destinationUrl: `${site.url}/`, enabled: n !== 7 }),
    ),
  );
  const first = (await owner.post(CHECK, {})).body as Body;
  expect(first.results.map(({ slug }) => slug)).toEqual(numbers.filter((n) => n !== 7 && n <= 200).map(name));
  expect(first).toMatchObject({ checked: 200, failing: 0, nextToken: expect.any(String) });
  expect(site.seen).toHaveLength(1);
  const second = (await owner.post(CHECK, { nextToken: first.nextToken })).body as Body;
  expect(second.results.map(({ slug }) => slug)).toEqual(numbers.filter((n) => n > 200).map(name));
  expect(second.nextToken).toBe(null);
  expect((await owner.post(CHECK, { slugs: [name(7)] })).body).toMatchObject({ checked: 1 });
  const listed = (await owner.get(`${CHECK}?nextToken=${first.nextToken}`)).body as Body;
  expect(listed.results.map(({ slug }) => slug)).toEqual(second.results.map(({ slug }) => slug));
});

test("a host is asked twice at once and no more, and what cannot begin in time is skipped and left as it was", async () => {
  await using control = await startControl();
  const held: (() => void)[] = [];
  const hold = (_: unknown, response: { end: () => void }) => void held.push(() => response.end());
  const site = await startDestination({ "/1": hold, "/2": hold, "/3": hold, "/4": hold, "/5": hold });
  const slugs = [1, 2, 3, 4, 5].map((n) => `link-${n}`);
  await linksTo(control, Object.fromEntries(slugs.map((slug, at) => [slug, `${site.url}/${at + 1}`])));
  const userId = "owner-of-acme";
  const actor: MemberActor = {
    ...{ kind: "member", userId, sessionId: `ses_${userId}`, handleId: "hdl_acme", handle: "acme" },
    ...{ role: "OWNER", signal: new AbortController().signal },
  };
  const stop = new AbortController();
  const checking = checkLinkHealth(control.deps, actor, { slugs }, stop.signal);
  await expect.poll(() => held.length).toBe(2);
  stop.abort();
  for (const release of held.splice(0)) release();
  const { items } = await checking;
  expect(items.map(({ error }) => error)).toEqual([null, null, "skipped", "skipped", "skipped"]);
  expect(site.open.most).toBe(2);
  expect(site.seen).toHaveLength(2);
  expect(await control.rows("select slug from link_health order by slug")).toEqual([
    { slug: "link-1" },
    { slug: "link-2" },
  ]);
});
