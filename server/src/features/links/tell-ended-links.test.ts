import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { type Control, startControl } from "#testing/start-control.ts";
import { tellEndedLinks } from "./tell-ended-links.ts";

const LINKS = "/v2/handles/acme/links";
const HOUR_MS = 3_600_000;
const URL = "https://example.com/";

const told = async (control: Control) =>
  (await control.rows("select handle_id, payload from outbox where type = 'link.expired' order by id")).map(
    (row) => {
      const { handle_id, payload } = row as { handle_id: string; payload: string };
      return { handleId: handle_id, ...JSON.parse(payload) };
    },
  );

onEveryEngine((_, locate) => {
  test("a link's end is told once it has come, whichever of its two ends is first, and no sooner", async () => {
    await using control = await startControl({ location: await locate() });
    const owner = await control.member("OWNER");
    const after = (hours: number) => new Date(control.now().getTime() + hours * HOUR_MS).toISOString();
    const [one, two, three] = [after(1), after(2), after(3)];
    await owner.put(`${LINKS}/schedule`, { destinationUrl: URL, scheduledEndAt: one, expiresAt: two });
    await owner.put(`${LINKS}/expiry`, { destinationUrl: URL, scheduledEndAt: three, expiresAt: two });
    await owner.put(`${LINKS}/open`, { destinationUrl: URL });
    await owner.put(`${LINKS}/past`, { destinationUrl: URL, expiresAt: after(-1) });
    await tellEndedLinks(control.deps);
    expect(await told(control)).toEqual([]);
    control.advance(HOUR_MS);
    await tellEndedLinks(control.deps);
    const ended = { handleId: "hdl_acme", destinationUrl: URL, campaignId: null };
    const first = { ...ended, slug: "schedule", endedAt: one };
    expect(await told(control)).toEqual([first]);
    control.advance(2 * HOUR_MS);
    await tellEndedLinks(control.deps);
    await tellEndedLinks(control.deps);
    expect(await told(control)).toEqual([first, { ...ended, slug: "expiry", endedAt: two }]);
    const { body } = await owner.get("/v2/handles/acme/audit-events");
    expect(body).toMatchObject({
      auditEvents: expect.arrayContaining([expect.objectContaining({ action: "link.expire" })]),
    });
  });

  test("a link that is opened again and ends again is told of again, and of two processes one tells", async () => {
    const location = await locate();
    await using control = await startControl({ location });
    await using second = await startControl({ location });
    const owner = await control.member("OWNER");
    const after = (hours: number) => new Date(control.now().getTime() + hours * HOUR_MS).toISOString();
    await owner.put(`${LINKS}/sale`, { destinationUrl: URL, expiresAt: after(1) });
    for (const _ of ["first", "second"]) {
      for (const one of [control, second]) one.advance(HOUR_MS);
      await Promise.all([control, second].map(({ deps }) => tellEndedLinks(deps)));
      await owner.put(`${LINKS}/sale`, { expiresAt: after(1) });
    }
    expect((await told(control)).map(({ slug }) => slug)).toEqual(["sale", "sale"]);
  });

  test("hundreds that end at once are all told of", async () => {
    await using control = await startControl({ location: await locate() });
    const owner = await control.member("OWNER");
    const expiresAt = new Date(control.now().getTime() + 1).toISOString();
    const links = Array.from({ length: 230 }, (_, n) => ({
      slug: `link-${n}`,
      destinationUrl: URL,
      expiresAt,
    }));
    expect((await owner.post(`${LINKS}/batch`, { links })).body).toMatchObject({ created: 230 });
    control.advance(1);
    await tellEndedLinks(control.deps);
    expect(new Set((await told(control)).map(({ slug }) => slug)).size).toBe(230);
  });
});
