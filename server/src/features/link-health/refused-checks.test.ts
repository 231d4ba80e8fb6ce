import pino from "pino";
import { expect, test } from "vitest";
import { createLimits } from "#platform/limits/limits.ts";
import { createOutbound } from "#platform/outbound/create-outbound.ts";
import { linksTo } from "#testing/links-to.ts";
import { startControl } from "#testing/start-control.ts";
import { startDestination } from "#testing/start-destination.ts";

const CHECK = "/v2/handles/acme/links/health-check";

test("the guard of the program is the one that probes: without a range allowed, loopback is refused", async () => {
  const outbound = createOutbound({ allow: [], ports: "any", log: pino({ level: "silent" }) });
  await using control = await startControl({ override: { outbound } });
  const site = await startDestination({ "/": 200 });
  const owner = await linksTo(control, { launch: `${site.url}/` });
  expect((await owner.post(CHECK, {})).body).toMatchObject({ results: [{ error: "refused" }] });
  expect(site.seen).toEqual([]);
  await outbound[Symbol.asyncDispose]();
});

test("probing wants the right to write, and so many requests a minute are enough", async () => {
  await using control = await startControl({ override: { limits: createLimits() } });
  await control.member("OWNER");
  const path = "/v2/public/handles/acme/links/health-check";
  const reader = await control.token(["links.read"]);
  expect((await reader.get(path)).status).toBe(200);
  expect(await reader.post(path, {})).toMatchObject({ status: 403, body: { error: "insufficient_scope" } });
  const writer = await control.token(["links.write"]);
  for (let n = 0; n < 60; n++) expect((await writer.post(path, { slugs: ["nowhere"] })).status).toBe(200);
  expect(await writer.post(path, { slugs: ["nowhere"] })).toMatchObject({
    status: 429,
    body: { error: "rate_limited" },
  });
});

test("what is no slug, no list's token or no field is refused, and said why", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const bodies: [unknown, string][] = [
    [{ slugs: ["x"] }, "slugs.0"],
    [{ slugs: [] }, "slugs"],
    [{ slugs: Array(501).fill("launch") }, "slugs"],
    [{ slugs: "launch" }, "slugs"],
    [{ nextToken: "x" }, "nextToken"],
    [{ slug: "launch" }, "slug"],
  ];
  for (const [body, path] of bodies) {
    const answer = await owner.post(CHECK, body);
    expect(answer.status, path).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(path);
  }
  for (const query of ["slugs=", "slugs=a,b", "slugs=launch,,other", "nextToken=x", "slug=launch"]) {
    expect((await owner.get(`${CHECK}?${query}`)).status, query).toBe(400);
  }
  const many = Array.from({ length: 501 }, (_, n) => `slug-${n}`).join(",");
  expect((await owner.get(`${CHECK}?slugs=${many}`)).status).toBe(400);
});
