import { expect, test } from "vitest";
import { linksTo } from "#testing/links-to.ts";
import { startControl } from "#testing/start-control.ts";
import { startDestination } from "#testing/start-destination.ts";

const LINKS = "/v2/handles/acme/links";
const CHECK = `${LINKS}/health-check`;
type Body = { checked: number; failing: number; results: object[] };

test("what was found is kept for the destination it was found of, and reading it asks nobody", async () => {
  await using control = await startControl();
  const site = await startDestination({ "/a": 503, "/b": 200 });
  const owner = await linksTo(control, { launch: `${site.url}/a`, other: `${site.url}/b` });
  const get = async (query = "") => (await owner.get(`${CHECK}${query}`)).body as Body;
  const unknown = { status: null, latencyMs: null, error: null, checkedAt: null };
  expect(await get()).toMatchObject({
    checked: 0,
    failing: 0,
    results: [
      { slug: "launch", ...unknown },
      { slug: "other", ...unknown },
    ],
  });
  await owner.post(CHECK, { slugs: ["launch"] });
  control.advance(60_000);
  const asked = site.seen.length;
  const known = { slug: "launch", status: 503, error: "status", checkedAt: "2026-01-01T00:00:00.000Z" };
  expect(await get("?slugs=launch,absent")).toMatchObject({
    checked: 1,
    failing: 1,
    results: [known, { slug: "absent", error: "not_found" }],
  });
  await owner.put(`${LINKS}/launch`, { title: "No other destination" });
  expect((await get("?slugs=launch")).results).toMatchObject([known]);
  await owner.put(`${LINKS}/launch`, { destinationUrl: `${site.url}/b` });
  expect((await get("?slugs=launch")).results).toEqual([{ slug: "launch", ...unknown }]);
  expect(site.seen).toHaveLength(asked);
});

test("the first failure and the recovery are told once each, with an audit row, and nothing between", async () => {
  await using control = await startControl();
  const site = await startDestination({ "/": 200 });
  const owner = await linksTo(control, { launch: `${site.url}/` });
  const check = async (status: number) => {
    site.answers["/"] = status;
    control.advance(60_000);
    await owner.post(CHECK, { slugs: ["launch"] });
  };
  for (const status of [200, 500, 404, 500, 200, 200]) await check(status);
  const events = await control.rows(
    "select handle_id, type, payload from outbox where type like 'link.%' and type <> 'link.created' order by at",
  );
  expect(events.map((row) => row as { handle_id: string; type: string; payload: string })).toEqual([
    { handle_id: "hdl_acme", type: "link.unhealthy", payload: expect.any(String) },
    { handle_id: "hdl_acme", type: "link.recovered", payload: expect.any(String) },
  ]);
  expect(events.map((row) => JSON.parse((row as { payload: string }).payload))).toEqual([
    { slug: "launch", status: 500, error: "status", failingSince: "2026-01-01T00:02:00.000Z" },
    { slug: "launch", status: 200, error: null, failingSince: null },
  ]);
  const changes = await control.rows(
    "select actor, target from audit_events where action = 'link.health_change' order by at",
  );
  expect(changes).toEqual([
    { actor: "user:owner-of-acme", target: "launch" },
    { actor: "user:owner-of-acme", target: "launch" },
  ]);
});

test("a deleted link's health is gone with it, and a new one under its slug begins without any", async () => {
  await using control = await startControl();
  const site = await startDestination({ "/": 500 });
  const owner = await linksTo(control, { launch: `${site.url}/` });
  await owner.post(CHECK, { slugs: ["launch"] });
  await owner.delete(`${LINKS}/launch`);
  expect(await control.rows("select * from link_health")).toEqual([]);
  await owner.put(`${LINKS}/launch`, { destinationUrl: `${site.url}/` });
  expect((await owner.get(CHECK)).body).toMatchObject({ checked: 0, results: [{ error: null }] });
});
