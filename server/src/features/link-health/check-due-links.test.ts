import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { startDestination } from "#testing/start-destination.ts";
import { checkDueLinks } from "./check-due-links.ts";

const LINKS = "/v2/handles/acme/links";
const HOUR_MS = 3_600_000;
const running = new AbortController().signal;

/** A link that wants to be checked every hour, but for what is said otherwise. */
async function watch(control: Control, slug: string, destinationUrl: string, differences: object = {}) {
  const owner = await control.member("OWNER");
  const body = { destinationUrl, healthCheck: { everyHours: 1 }, ...differences };
  expect((await owner.put(`${LINKS}/${slug}`, body)).status).toBeLessThan(300);
  return owner;
}

const eventsOf = async (control: Control) =>
  (
    await control.rows(
      "select handle_id, payload from outbox where type in ('link.unhealthy', 'link.recovered') order by at",
    )
  ).map((row) => {
    const { handle_id, payload } = row as { handle_id: string; payload: string };
    return { handleId: handle_id, ...JSON.parse(payload) };
  });

onEveryEngine((_, locate) => {
  test("links are probed when their turn has come, and only those that want it, are on and lead to one place", async () => {
    await using control = await startControl({ location: await locate() });
    const site = await startDestination({});
    await watch(control, "hourly", `${site.url}/hourly`);
    await watch(control, "daily", `${site.url}/daily`, { healthCheck: { everyHours: 24 } });
    await watch(control, "never", `${site.url}/never`, { healthCheck: null });
    await watch(control, "disabled", `${site.url}/off`, { enabled: false });
    await watch(control, "product", `${site.url}/{sku}`, { pathTemplate: "/p/:sku" });
    const run = async () => {
      site.seen.length = 0;
      await checkDueLinks(control.deps, running);
      return [...site.seen].sort();
    };
    expect(await run()).toEqual(["HEAD /daily", "HEAD /hourly"]);
    expect(await run()).toEqual([]);
    control.advance(HOUR_MS - 1);
    expect(await run()).toEqual([]);
    control.advance(1);
    expect(await run()).toEqual(["HEAD /hourly"]);
    // Another destination has never been probed.
    await watch(control, "daily", `${site.url}/new`, { healthCheck: { everyHours: 24 } });
    expect(await run()).toEqual(["HEAD /new"]);
    control.advance(24 * HOUR_MS);
    expect(await run()).toEqual(["HEAD /hourly", "HEAD /new"]);
  });

  test("two processes probe each link once, and each change of its health is told once", async () => {
    const location = await locate();
    await using control = await startControl({ location });
    await using second = await startControl({ location });
    const site = await startDestination({});
    const slugs = Array.from({ length: 70 }, (_, n) => `link-${n}`);
    for (const slug of slugs) await watch(control, slug, `${site.url}/${slug}`);
    const both = async () => {
      site.seen.length = 0;
      await Promise.all([control, second].map(({ deps }) => checkDueLinks(deps, running)));
      expect([...site.seen].sort()).toEqual(slugs.map((slug) => `HEAD /${slug}`).sort());
    };
    await both();
    const failures = await eventsOf(control);
    expect(failures.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
    expect(failures[0]).toMatchObject({
      handleId: "hdl_acme",
      status: 404,
      error: "status",
      failingSince: control.now().toISOString(),
    });
    for (const one of [control, second]) one.advance(HOUR_MS);
    await both();
    expect(await eventsOf(control)).toHaveLength(70);
    for (const slug of slugs) site.answers[`/${slug}`] = 200;
    for (const one of [control, second]) one.advance(HOUR_MS);
    await both();
    const mended = (await eventsOf(control)).slice(70);
    expect(mended.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
    expect(mended[0]).toMatchObject({ status: 200, error: null, failingSince: null });
    const audit = await control.rows(
      "select distinct actor from audit_events where action = 'link.health_change'",
    );
    expect(audit).toEqual([{ actor: "system:links.check-health" }]);
  });
});

onEveryEngine((_, locate) => {
  test("what a process had claimed that died is probed by another, once the claim runs out", async () => {
    await using control = await startControl({ location: await locate() });
    const site = await startDestination({ "/": 200 });
    await watch(control, "launch", `${site.url}/`);
    const until = control.now().getTime() + 15 * 60_000;
    await control.rows(
      `insert into link_health (handle_id, slug, claimed_until) values ('hdl_acme', 'launch', ${until})`,
    );
    await checkDueLinks(control.deps, running);
    expect(site.seen).toEqual([]);
    control.advance(15 * 60_000);
    await checkDueLinks(control.deps, running);
    expect(site.seen).toEqual(["HEAD /"]);
    expect(await control.rows("select error, claimed_until from link_health")).toEqual([
      { error: null, claimed_until: null },
    ]);
  });

  test("a link that is changed or deleted while it is probed gets nothing of what was found", async () => {
    await using control = await startControl({ location: await locate() });
    const change = Promise.withResolvers<void>();
    let asked = 0;
    const site = await startDestination({
      "/old": (_, response) => {
        asked += 1;
        void change.promise.then(() => response.writeHead(500).end());
      },
      "/new": 200,
    });
    const owner = await watch(control, "changed", `${site.url}/old`);
    await watch(control, "deleted", `${site.url}/old`);
    const checking = checkDueLinks(control.deps, running);
    await expect.poll(() => asked).toBe(1);
    await owner.put(`${LINKS}/changed`, { destinationUrl: `${site.url}/new` });
    await owner.delete(`${LINKS}/deleted`);
    change.resolve();
    await checking;
    expect(await eventsOf(control)).toEqual([]);
    expect((await owner.get(`${LINKS}/health-check`)).body).toMatchObject({
      checked: 0,
      results: [{ slug: "changed", error: null, checkedAt: null }],
    });
    expect(await control.rows("select slug from link_health")).toEqual([{ slug: "changed" }]);
  });
});

test("a program that closes ends the job at once, without a word and without a result", async () => {
  const failures: unknown[] = [];
  await using control = await startControl();
  const site = await startDestination({ "/": () => {} });
  await watch(control, "launch", `${site.url}/`);
  const stop = new AbortController();
  const job = checkDueLinks(control.deps, stop.signal).catch((thrown: unknown) => failures.push(thrown));
  await expect.poll(() => site.seen).toHaveLength(1);
  stop.abort();
  await job;
  expect(failures).toEqual([]);
  await expect.poll(() => site.open.now).toBe(0);
  expect(await control.rows("select checked_at from link_health")).toEqual([{ checked_at: null }]);
});
