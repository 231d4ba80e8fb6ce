import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { templateTraces } from "./template-traces.ts";

const TEMPLATES = "/v2/public/handles/acme/tracking-templates";
const AT = "2026-01-01T00:00:00.000Z";
const pixel = { kind: "meta_pixel", parameters: { pixelId: "12345" } };

const KINDS: [kind: string, sent: object, shown: object, served: object, requiresConsent: boolean][] = [
  [
    "meta_pixel",
    { pixelId: "1".repeat(20) },
    { pixelId: "1".repeat(20), eventName: "PageView" },
    { pixelId: "1".repeat(20), eventName: "PageView" },
    true,
  ],
  [
    "gtm_event",
    { containerId: "GTM-ABC1", eventName: "opened_1" },
    { containerId: "GTM-ABC1", eventName: "opened_1" },
    { containerId: "GTM-ABC1", eventName: "opened_1" },
    true,
  ],
  [
    "ga4_event",
    { measurementId: "G-ABC123" },
    { measurementId: "G-ABC123", eventName: "link_click" },
    { measurementId: "G-ABC123", eventName: "link_click" },
    true,
  ],
  [
    "utm",
    { utmSource: " mail ", utmContent: "ä&b" },
    { utmSource: "mail", utmContent: "ä&b" },
    { utm_source: "mail", utm_content: "ä&b" },
    false,
  ],
  [
    "custom_webhook",
    { url: "https://hook.example:8443/a?b=1" },
    { url: "https://hook.example:8443/a?b=1" },
    { url: "https://hook.example:8443/a?b=1" },
    true,
  ],
];

onEveryEngine((_, locate) => {
  test("a template of each kind is shown as it was sent, and served as the edge reads it", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["tracking.templates.*"]);
    for (const [kind, parameters, shown, , requiresConsent] of KINDS) {
      const sent = { templateKey: `${kind}-1`, kind, parameters };
      const { status, body, headers } = await writer.post(TEMPLATES, sent);
      expect(status).toBe(201);
      expect(headers.get("etag")).toBe('"1"');
      const times = { version: 1, createdAt: AT, updatedAt: AT };
      const whole = { ...sent, parameters: shown, enabled: true, requiresConsent, ...times };
      expect(body).toEqual(whole);
      expect((await writer.get(`${TEMPLATES}/${kind}-1`)).body).toEqual(whole);
    }
    const keys = KINDS.map(([kind]) => `${kind}-1`);
    const { templates } = (await writer.get(TEMPLATES)).body as { templates: { templateKey: string }[] };
    expect(templates.map(({ templateKey }) => templateKey)).toEqual([...keys].sort());
    const expected = KINDS.map(([kind, , , parameters, requiresConsent]) => [
      `${kind}-1`,
      { key: `${kind}-1`, enabled: true, requiresConsent, kind, parameters },
    ]);
    expect((await templateTraces(control)).policy).toEqual([Object.fromEntries(expected)]);
  });

  test("each change leaves an audit row and an event; what changes nothing leaves nothing", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["tracking.templates.*"]);
    const path = `${TEMPLATES}/pixel`;
    expect((await writer.put(path, pixel)).status).toBe(201);
    control.advance(1000);
    expect(await writer.put(path, { ...pixel, requiresConsent: false })).toMatchObject({
      status: 200,
      body: { version: 2, requiresConsent: false, createdAt: AT, updatedAt: "2026-01-01T00:00:01.000Z" },
    });
    const before = await templateTraces(control);
    control.advance(1000);
    const again = await writer.put(path, { ...pixel, requiresConsent: false, enabled: true });
    expect(again).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await templateTraces(control)).toEqual(before);
    expect((await writer.delete(path)).status).toBe(204);
    const { audit, events } = await templateTraces(control);
    const actor = `token:${writer.tokenId}`;
    const actions = ["create", "update", "delete"].map((verb) => `tracking_template.${verb}`);
    expect(audit).toMatchObject(actions.map((action) => ({ action, target: "pixel", actor })));
    expect(events.map(({ type }) => type)).toEqual([
      "tracking_template.created",
      "tracking_template.updated",
      "tracking_template.deleted",
    ]);
    expect(JSON.parse(events[1]?.payload ?? "")).toEqual({
      ...{ templateKey: "pixel", version: 2, kind: "meta_pixel", enabled: true, requiresConsent: false },
      ...{ parameters: { pixelId: "12345", eventName: "PageView" }, changed: ["requiresConsent"] },
    });
  });
});

onEveryEngine((_, locate) => {
  test("a disabled or deleted template is served no longer, and a key goes on counting versions", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["tracking.templates.*"]);
    const path = `${TEMPLATES}/pixel`;
    await writer.put(`${TEMPLATES}/other`, pixel);
    await writer.put(path, pixel);
    const servedKeys = async () => Object.keys((await templateTraces(control)).policy[0] ?? {}).sort();
    expect(await servedKeys()).toEqual(["other", "pixel"]);
    await writer.put(path, { ...pixel, enabled: false });
    expect(await servedKeys()).toEqual(["other"]);
    expect((await writer.get(path)).body).toMatchObject({ enabled: false, version: 2 });
    await writer.put(path, pixel);
    expect((await writer.delete(path)).status).toBe(204);
    expect(await servedKeys()).toEqual(["other"]);
    expect((await writer.get(path)).status).toBe(404);
    expect((await writer.delete(path)).status).toBe(404);
    const sent = { templateKey: "pixel", ...pixel };
    expect(await writer.post(TEMPLATES, sent)).toMatchObject({ status: 201, body: { version: 5 } });
  });

  test("a key is taken once, also of two who take it at the same time", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["tracking.templates.*"]);
    const ids = ["11111", "22222"];
    const both = await Promise.all(
      ids.map((pixelId) =>
        writer.post(TEMPLATES, { ...pixel, templateKey: "pixel", parameters: { pixelId } }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ error: "conflict" });
    const won = both.find(({ status }) => status === 201);
    expect((await writer.get(`${TEMPLATES}/pixel`)).body).toEqual(won?.body);
    expect((await templateTraces(control)).events).toHaveLength(1);
  });

  test("of two who have read one version only the first changes or deletes it", async () => {
    await using control = await startControl({ location: await locate() });
    const writer = await control.token(["tracking.templates.*"]);
    const path = `${TEMPLATES}/pixel`;
    await writer.put(path, pixel);
    const match = { "if-match": '"1"' };
    const both = await Promise.all(
      ["11111", "22222"].map((pixelId) => writer.put(path, { ...pixel, parameters: { pixelId } }, match)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await writer.delete(path, match)).toMatchObject({ status: 412, body: { version: 2 } });
    expect((await writer.put(`${TEMPLATES}/absent`, pixel, match)).status).toBe(412);
    expect((await templateTraces(control)).templates).toHaveLength(1);
  });
});

test("a creation that is repeated under its key is done once", async () => {
  await using control = await startControl();
  const writer = await control.token(["tracking.templates.*"]);
  const key = { "idempotency-key": "once" };
  const [first, second] = [
    await writer.post(TEMPLATES, { templateKey: "pixel", ...pixel }, key),
    await writer.post(TEMPLATES, { templateKey: "pixel", ...pixel }, key),
  ];
  expect(second).toMatchObject({ status: 201, body: first.body as object });
  expect(second.headers.get("idempotency-replayed")).toBe("true");
  expect((await templateTraces(control)).events).toHaveLength(1);
});

test("a handle has at most 100 templates, and each of them can still be changed", {
  timeout: 60_000,
}, async () => {
  await using control = await startControl();
  const writer = await control.token(["tracking.templates.*"]);
  for (let index = 0; index < 100; index++) {
    expect((await writer.put(`${TEMPLATES}/template-${index}`, pixel)).status).toBe(201);
  }
  const refusal = { status: 400, body: { details: [{ path: "templateKey" }] } };
  expect(await writer.put(`${TEMPLATES}/one-more`, pixel)).toMatchObject(refusal);
  expect(await writer.post(TEMPLATES, { templateKey: "one-more", ...pixel })).toMatchObject(refusal);
  expect((await writer.put(`${TEMPLATES}/template-7`, { ...pixel, enabled: false })).status).toBe(200);
  await writer.delete(`${TEMPLATES}/template-8`);
  expect((await writer.put(`${TEMPLATES}/one-more`, pixel)).status).toBe(201);
});

test("templates of one handle are unseen in another", async () => {
  await using control = await startControl();
  const [ours, theirs] = [
    await control.token(["tracking.templates.*"]),
    await control.token(["tracking.templates.*"], { handle: "other" }),
  ];
  const elsewhere = "/v2/public/handles/other/tracking-templates";
  await theirs.put(`${elsewhere}/pixel`, pixel);
  expect((await ours.get(TEMPLATES)).body).toEqual({ templates: [] });
  expect((await ours.delete(`${TEMPLATES}/pixel`)).status).toBe(404);
  await ours.put(`${TEMPLATES}/pixel`, { ...pixel, enabled: false });
  expect((await theirs.get(`${elsewhere}/pixel`)).body).toMatchObject({ enabled: true, version: 1 });
});
