import { expect, onTestFinished, test } from "vitest";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { openDatabase } from "#platform/database/open-database.ts";
import { scratchFile } from "#testing/engines.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

test("the visit after an acknowledged change sees it: new, changed, taken away", async () => {
  await using edge = await startEdge();
  expect(await edge.visit("/page")).toMatchObject({ status: 404 });
  for (const place of ["a", "b", "c"]) {
    await edge.setRoute("page", routeTo({ destinationUrl: `https://example.com/${place}` }));
    expect((await edge.visit("/page")).location).toBe(`https://example.com/${place}`);
  }
  await edge.setRoute("page", null);
  expect(await edge.visit("/page")).toMatchObject({ status: 404 });
  await edge.setHost("acme", null);
  expect(await edge.visit("/")).toMatchObject({ status: 404 });
});

test("another process sees it soon", async () => {
  await using one = await startEdge();
  await using two = await startEdge({ location: one.location });
  await one.setRoute("page", routeTo());
  expect(await two.visit("/page")).toMatchObject({ status: 302 });
  await one.setRoute("page", null);
  await expect.poll(async () => (await two.visit("/page")).status).toBe(404);
});

test("visits that race with changes never see less than what was acknowledged before they began", async () => {
  await using edge = await startEdge();
  let acknowledged = 0;
  let isOver = false;
  await edge.setRoute("race", routeTo({ destinationUrl: "https://example.com/0" }));
  const visitor = async () => {
    while (!isOver) {
      const atLeast = acknowledged;
      const { location = "" } = await edge.visit("/race");
      expect(Number(location.slice("https://example.com/".length))).toBeGreaterThanOrEqual(atLeast);
    }
  };
  const visitors = Array.from({ length: 4 }, visitor);
  for (let version = 1; version <= 60; version++) {
    await edge.setRoute("race", routeTo({ destinationUrl: `https://example.com/${version}` }));
    acknowledged = version;
  }
  isOver = true;
  await Promise.all(visitors);
});

/** A database whose readers fail as soon as it is `away`. */
async function failing() {
  const location = await scratchFile();
  const db = openDatabase(location);
  onTestFinished(() => db[Symbol.asyncDispose]());
  await migrate(db);
  const state = { isAway: false };
  const read = new Proxy(db.read, {
    get: (target, name) => {
      if (state.isAway) throw new Error("The database is away.");
      const member: unknown = Reflect.get(target, name);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
  const override: Partial<{ db: Database }> = { db: { ...db, read } };
  return { location, state, override };
}

test("what is remembered needs no database; what is not is asked to come back", async () => {
  const { location, state, override } = await failing();
  await using edge = await startEdge({ location, override });
  let told = 0;
  edge.changes.listen(() => told++);
  await edge.setHost("acme", { handleId: "hdl_acme", movedTo: null, until: null });
  await edge.setRoute("known", routeTo());
  await edge.setRoute("other", routeTo());
  // Each is told at once, and again when the table is looked at: what came later than that would be forgotten below.
  await expect.poll(() => told).toBe(6);
  await edge.visit("/known");
  state.isAway = true;
  expect(await edge.visit("/known")).toMatchObject({ status: 302 });
  expect(await edge.visit("/other")).toMatchObject({
    status: 503,
    headers: { "retry-after": "5" },
    location: undefined,
  });
  edge.changes.tell([{ kind: "all" }]); // Some news was missed, and nobody to ask: better what was known than nothing.
  expect(await edge.visit("/known")).toMatchObject({ status: 302 });
  edge.changes.tell([{ kind: "route", handleId: "hdl_acme", slug: "known" }]); // Known to be wrong.
  expect(await edge.visit("/known")).toMatchObject({ status: 503 });
  state.isAway = false;
  expect(await edge.visit("/known")).toMatchObject({ status: 302 });
  expect(edge.failures.length).toBeGreaterThan(0);
});
