import { expect, test } from "vitest";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 0, 1, 12);

test("a live link redirects, and nobody keeps the answer", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo());
  const { status, headers, body } = await edge.visit("/launch");
  expect({ status, body }).toEqual({ status: 302, body: "" });
  expect(headers).toMatchObject({
    location: "https://example.com/landing",
    "cache-control": "private, no-store",
    "content-length": "0",
  });
  expect(headers).not.toHaveProperty("set-cookie");
});

test("a 307 keeps the method; a 302 takes no other method than reading", async () => {
  await using edge = await startEdge();
  await edge.setRoute("kept", routeTo({ redirectType: 307 }));
  await edge.setRoute("read", routeTo());
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]) {
    expect(await edge.visit("/kept", { method })).toMatchObject({ status: 307 });
  }
  expect(await edge.visit("/kept", { method: "OPTIONS" })).toMatchObject({ status: 405 });
  expect(await edge.visit("/read", { method: "POST" })).toMatchObject({
    status: 405,
    headers: { allow: "GET, HEAD" },
    location: undefined,
  });
  expect(edge.events.map(({ status }) => status)).toEqual(Array(6).fill(307));
});

test("a link that is unknown, taken away or not begun is one and the same page", async () => {
  await using edge = await startEdge();
  await edge.setRoute("taken", routeTo());
  expect(await edge.visit("/taken")).toMatchObject({ status: 302 });
  await edge.setRoute("taken", null);
  await edge.setRoute("early", routeTo({ startsAt: NOON + 1 }));
  const [unknown, taken, early] = await Promise.all(
    ["/never", "/taken", "/early"].map(async (path) => {
      const { headers, ...rest } = await edge.visit(path);
      return { ...rest, headers: { ...headers, date: "" } };
    }),
  );
  expect(unknown).toMatchObject({ status: 404 });
  expect(taken).toEqual(unknown);
  expect(early).toEqual(unknown);
});

test("an unknown slug is recorded as an orphan; what can be no slug is not recorded", async () => {
  await using edge = await startEdge();
  await edge.visit("/nowhere", { headers: { referer: "https://blog.example/post?user=1" } });
  for (const path of [
    "/abc",
    "/wp-login.php",
    "/a/b",
    "/robots.txt",
    "/favicon.ico",
    "/",
    `/${"x".repeat(25)}`,
  ]) {
    await edge.visit(path);
  }
  expect(edge.events).toMatchObject([
    { kind: "orphan", status: 404, slug: "nowhere", referrer: "blog.example", destination: "" },
  ]);
});

test("an expired link says so, or leads to where it was told to; neither is a click", async () => {
  await using edge = await startEdge();
  await edge.setRoute("over", routeTo({ endsAt: NOON + HOUR_MS }));
  await edge.setRoute("away", routeTo({ endsAt: NOON + HOUR_MS, expiredUrl: "https://example.com/over" }));
  edge.advance(HOUR_MS - 1);
  expect(await edge.visit("/over")).toMatchObject({ status: 302 });
  edge.advance(1);
  expect(await edge.visit("/over")).toMatchObject({ status: 410, location: undefined });
  expect(await edge.visit("/away")).toMatchObject({ status: 302, location: "https://example.com/over" });
  expect(edge.events.map(({ kind, status }) => [kind, status])).toEqual([
    ["click", 302],
    ["orphan", 410],
    ["orphan", 302],
  ]);
});

test("a link begins at its start", async () => {
  await using edge = await startEdge();
  await edge.setRoute("soon", routeTo({ startsAt: NOON + HOUR_MS }));
  expect(await edge.visit("/soon")).toMatchObject({ status: 404 });
  edge.advance(HOUR_MS);
  expect(await edge.visit("/soon")).toMatchObject({ status: 302 });
});

test("tracking is added unless the destination has it; the incoming query unless either has it", async () => {
  await using edge = await startEdge();
  const tracking = { utm_source: "link", utm_medium: "mail" };
  const destinationUrl = "https://example.com/p?utm_source=own&a=%20b#part";
  await edge.setRoute("track", routeTo({ destinationUrl, tracking }));
  const { location } = await edge.visit("/track?utm_source=in&utm_medium=in&src=qr&x=1%2B1&x=2");
  expect(location).toBe(
    "https://example.com/p?utm_source=own&a=%20b&utm_medium=mail&src=qr&x=1%2B1&x=2#part",
  );
  await edge.setRoute("quiet", routeTo({ destinationUrl, tracking, forwardQuery: false }));
  expect((await edge.visit("/quiet?x=1")).location).toBe(
    "https://example.com/p?utm_source=own&a=%20b&utm_medium=mail#part",
  );
});

test("an earlier name leads to the same place under the new one, for as long as it may", async () => {
  await using edge = await startEdge();
  await edge.setHost("old", { handleId: "hdl_acme", movedTo: "acme", until: NOON + HOUR_MS });
  const host = "old.sites.test:8080";
  expect(await edge.visit("/launch?x=1&y=%2F", { host })).toMatchObject({
    status: 302,
    location: "http://acme.sites.test:8080/launch?x=1&y=%2F",
    headers: { "cache-control": "private, no-store" },
  });
  expect((await edge.visit("//evil.example/x", { host })).location).toBe(
    "http://acme.sites.test:8080//evil.example/x",
  );
  edge.advance(HOUR_MS);
  expect(await edge.visit("/launch", { host })).toMatchObject({ status: 404 });
  expect(edge.events).toEqual([]);
});

test("the root of a handle names it; a handle that is not there is not found", async () => {
  await using edge = await startEdge();
  expect(await edge.visit("/")).toMatchObject({
    status: 200,
    body: expect.stringContaining("<h1>acme</h1>"),
  });
  expect(await edge.visit("/", { host: "nobody.sites.test" })).toMatchObject({ status: 404 });
  expect(await edge.visit("/", { host: "ACME.Sites.Test." })).toMatchObject({ status: 200 });
});

test.each(["javascript:alert(1)", "data:text/html,x", "//example.com", "ftp://example.com/", "nonsense", ""])(
  "a destination of %j leads nobody anywhere",
  async (destinationUrl) => {
    await using edge = await startEdge();
    await edge.setRoute("evil", routeTo({ destinationUrl }));
    expect(await edge.visit("/evil")).toMatchObject({ status: 404, location: undefined });
    expect(await edge.visit("/evil+")).toMatchObject({ status: 404 });
  },
);

test("a location is ASCII and one line, whatever the destination and the query hold", async () => {
  await using edge = await startEdge();
  const destinationUrl = "https://bücher.example/ä\r\nSet-Cookie: a=b?ö=\u{1f600}#ü";
  await edge.setRoute("wide", routeTo({ destinationUrl, tracking: { utm_term: "x\r\ny\ud800" } }));
  const { status, location, headers } = await edge.visit("/wide?q=%0d%0aSet-Cookie:%20c=d");
  expect(status).toBe(302);
  expect(location).toMatch(/^https:\/\/xn--bcher-kva\.example\/[\x21-\x7e]+$/);
  expect(headers).not.toHaveProperty("set-cookie");
});
