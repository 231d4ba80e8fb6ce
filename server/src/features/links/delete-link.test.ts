import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const LINKS = "/v2/handles/acme/links";
const PATH = `${LINKS}/launch`;
const link = { destinationUrl: "https://example.com/", tags: ["spring"], maxClicks: 5 };

onEveryEngine((_, locate) => {
  test("a deleted link takes its route, labels and counts with it, and leaves its versions", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, link);
    await control.rows("insert into link_clicks values ('hdl_acme', 'launch', 7, 5)");
    control.advance(1);
    expect(await creator.delete(PATH)).toMatchObject({ status: 204, body: undefined });
    for (const table of ["links", "link_labels", "routes", "click_budgets", "link_clicks"]) {
      expect(await control.rows(`select * from ${table}`), table).toEqual([]);
    }
    const versions = await control.rows("select version, snapshot from link_versions order by version");
    expect(versions).toMatchObject([{ version: 1 }, { version: 2, snapshot: null }]);
    expect(await control.rows("select action, target from audit_events order by at")).toEqual([
      { action: "link.create", target: "launch" },
      { action: "link.delete", target: "launch" },
    ]);
    expect(await control.rows("select type from outbox order by at")).toEqual([
      { type: "link.created" },
      { type: "link.deleted" },
    ]);
    expect(await creator.get(PATH)).toMatchObject({ status: 404, body: { error: "not_found" } });
    expect(await creator.delete(PATH)).toMatchObject({ status: 404, body: { error: "not_found" } });
    expect(await control.rows("select * from link_versions")).toHaveLength(2);
  });

  test("a slug that is taken again begins at no clicks, and its versions go on counting", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, link);
    await control.rows("insert into link_clicks values ('hdl_acme', 'launch', 7, 5)");
    await creator.delete(PATH);
    const again = await creator.put(PATH, link);
    expect(again).toMatchObject({ status: 201, body: { version: 3, clicks: 0, status: "LIVE" } });
    expect(await control.rows("select used from click_budgets")).toEqual([{ used: 0 }]);
  });

  test("a deletion of a version that is no longer there deletes nothing", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, link);
    await creator.put(PATH, { title: "Newer" });
    const refused = await creator.delete(PATH, { "if-match": '"1"' });
    expect(refused).toMatchObject({ status: 412, body: { error: "precondition_failed", version: 2 } });
    expect((await creator.get(PATH)).status).toBe(200);
    expect((await creator.delete(PATH, { "if-match": '"2"' })).status).toBe(204);
  });

  test("a deletion and 16 changes at once leave the versions without a gap", async () => {
    await using control = await startControl({ location: await locate() });
    const creator = await control.member("CREATOR");
    await creator.put(PATH, link);
    const changes = Array.from({ length: 16 }, (_, index) =>
      creator.put(PATH, { ...link, title: `${index}` }),
    );
    const answers = await Promise.all([...changes.slice(0, 8), creator.delete(PATH), ...changes.slice(8)]);
    expect(answers.map(({ status }) => status).every((status) => [200, 201, 204].includes(status))).toBe(
      true,
    );
    const versions = (await control.rows("select version from link_versions order by version")) as {
      version: number;
    }[];
    expect(versions.map(({ version }) => version)).toEqual(
      Array.from({ length: 18 }, (_, index) => index + 1),
    );
  });
});
