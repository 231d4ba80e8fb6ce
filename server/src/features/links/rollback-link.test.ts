import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const LINKS = "/v2/handles/acme/links";
const PATH = `${LINKS}/launch`;
const first = { destinationUrl: "https://example.com/first", title: "First", tags: ["one"], maxClicks: 5 };
const second = { destinationUrl: "https://example.com/second", title: null, tags: ["two"], enabled: false };

onEveryEngine((_, locate) => {
  test("a link is again what it was, as a new version, with its route and labels", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, first);
    const [route] = await control.rows("select * from routes");
    await creator.put(PATH, second);
    control.advance(1000);
    const answer = await creator.post(`${PATH}/rollback`, { version: 1 });
    expect(answer).toMatchObject({
      status: 200,
      body: { ...first, enabled: true, version: 3, updatedAt: "2026-01-01T00:00:01.000Z" },
    });
    expect(answer.headers.get("etag")).toBe('"3"');
    expect((await creator.get(PATH)).body).toEqual(answer.body);
    expect(await control.rows("select * from routes")).toEqual([route]);
    expect(await control.rows("select label from link_labels")).toEqual([{ label: "one" }]);
    const [audit] = await control.rows(
      "select target, details from audit_events where action = 'link.rollback'",
    );
    expect(JSON.parse((audit as { details: string }).details)).toMatchObject({ version: 3, rolledBackTo: 1 });
    const types = await control.rows("select type from outbox order by at");
    expect(types.at(-1)).toEqual({ type: "link.updated" });
  });

  test("a deleted link is brought back under the next version, and begins at no clicks", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, first);
    await control.rows("insert into link_clicks values ('hdl_acme', 'launch', 9, 9)");
    control.advance(1);
    await creator.delete(PATH);
    control.advance(1);
    const answer = await creator.post(`${PATH}/rollback`, { version: 1 });
    expect(answer).toMatchObject({ status: 200, body: { ...first, version: 3, clicks: 0, status: "LIVE" } });
    expect(await control.rows("select slug from routes")).toEqual([{ slug: "launch" }]);
    expect(await control.rows("select used from click_budgets")).toEqual([{ used: 0 }]);
    expect(await control.rows("select type from outbox order by at")).toMatchObject([
      { type: "link.created" },
      { type: "link.deleted" },
      { type: "link.created" },
    ]);
  });
});

test("going back to what a link is already changes nothing", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(PATH, first);
  expect(await creator.post(`${PATH}/rollback`, { version: 1 })).toMatchObject({
    status: 200,
    body: { version: 1 },
  });
  expect(await control.rows("select * from link_versions")).toHaveLength(1);
});

test("nothing is brought back of a version that is unknown, a deletion, or not what the caller has seen", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(PATH, first);
  await creator.delete(PATH);
  await creator.put(PATH, second);
  const before = await control.rows("select * from link_versions");
  const rollback = (version: number, headers = {}) => creator.post(`${PATH}/rollback`, { version }, headers);
  expect(await rollback(9)).toMatchObject({ status: 404, body: { error: "not_found" } });
  expect(await rollback(2)).toMatchObject({ status: 409, body: { error: "conflict" } });
  expect(await rollback(1, { "if-match": '"1"' })).toMatchObject({
    status: 412,
    body: { error: "precondition_failed" },
  });
  expect(await rollback(0)).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
  expect(await control.rows("select * from link_versions")).toEqual(before);
});

test("a destination that has been denied since is not brought back", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(PATH, first);
  await creator.put(PATH, second);
  await control.rows(
    "update link_versions set snapshot = replace(snapshot, 'example.com', 'denied.example') where version = 1",
  );
  const answer = await creator.post(`${PATH}/rollback`, { version: 1 });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_destination_url" } });
  expect((await creator.get(PATH)).body).toMatchObject({ version: 2 });
});
