import { expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";
import { templateTraces } from "./template-traces.ts";

const TEMPLATES = "/v2/public/handles/acme/tracking-templates";
const of = (kind: string, parameters: unknown, more: object = {}) => ({ kind, parameters, ...more });
const hook = (url: string) => of("custom_webhook", { url });

const REFUSED: [what: string, body: object, path: string][] = [
  ["no kind", { parameters: { pixelId: "12345" } }, "kind"],
  ["an unknown kind", of("tiktok", {}), "kind"],
  ["no parameters", { kind: "meta_pixel" }, "parameters"],
  ["an unknown field", of("utm", { utmTerm: "x" }, { name: "x" }), "name"],
  ["an unknown parameter", of("utm", { utmTerm: "x", utm_source: "x" }), "parameters.utm_source"],
  ["a pixel without its id", of("meta_pixel", {}), "parameters.pixelId"],
  ["a pixel id of four digits", of("meta_pixel", { pixelId: "1234" }), "parameters.pixelId"],
  ["a pixel id of 21 digits", of("meta_pixel", { pixelId: "1".repeat(21) }), "parameters.pixelId"],
  ["a pixel id that is a number", of("meta_pixel", { pixelId: 12345 }), "parameters.pixelId"],
  ["a pixel id with a quote", of("meta_pixel", { pixelId: "12345')" }), "parameters.pixelId"],
  [
    "another kind's parameter",
    of("meta_pixel", { pixelId: "12345", url: "https://a.example/" }),
    "parameters.url",
  ],
  ["a container in small letters", of("gtm_event", { containerId: "GTM-abcd" }), "parameters.containerId"],
  ["a short container", of("gtm_event", { containerId: "GTM-ABC" }), "parameters.containerId"],
  ["a container without its id", of("gtm_event", { eventName: "go" }), "parameters.containerId"],
  [
    "a long measurement id",
    of("ga4_event", { measurementId: `G-${"A".repeat(17)}` }),
    "parameters.measurementId",
  ],
  [
    "an event that begins with a digit",
    of("ga4_event", { measurementId: "G-ABC123", eventName: "1st" }),
    "parameters.eventName",
  ],
  [
    "an event of 41 letters",
    of("ga4_event", { measurementId: "G-ABC123", eventName: "x".repeat(41) }),
    "parameters.eventName",
  ],
  ["an event for utm", of("utm", { utmSource: "x", eventName: "go" }), "parameters.eventName"],
  ["utm of nothing", of("utm", {}), "parameters"],
  ["a blank utm", of("utm", { utmSource: " " }), "parameters.utmSource"],
  ["a long utm", of("utm", { utmSource: "x".repeat(201) }), "parameters.utmSource"],
  ["a webhook without its url", of("custom_webhook", {}), "parameters.url"],
  ["a webhook in the clear", hook("http://hook.example/"), "parameters.url"],
  ["a webhook that is a script", hook("javascript:alert(1)"), "parameters.url"],
  ["a webhook with a password", hook("https://user:pass@hook.example/"), "parameters.url"],
  ["a webhook whose host says more", hook("https://a;sandbox/"), "parameters.url"],
  ["a webhook at a list of hosts", hook("https://a,b.example/"), "parameters.url"],
  ["a webhook at every host", hook("https://*/"), "parameters.url"],
  ["a webhook at an IPv6 address", hook("https://[::1]/"), "parameters.url"],
  ["a long webhook", hook(`https://hook.example/${"x".repeat(2048)}`), "parameters.url"],
];

test.each(REFUSED)("%s is refused and leaves no trace", async (_, body, path) => {
  await using control = await startControl();
  const writer = await control.token(["tracking.templates.write"]);
  const refusal = { status: 400, body: { error: "invalid_payload", details: [{ path }] } };
  expect(await writer.put(`${TEMPLATES}/key`, body)).toMatchObject(refusal);
  expect(await writer.post(TEMPLATES, { templateKey: "key", ...body })).toMatchObject(refusal);
  expect(await templateTraces(control)).toEqual({ templates: [], policy: [], audit: [], events: [] });
});

test.each(["x", "-key", "_key", "Key", "k e", "x".repeat(65), "ключ"])(
  "%j is no key of a template",
  async (templateKey) => {
    await using control = await startControl();
    const writer = await control.token(["tracking.templates.write"]);
    const body = of("utm", { utmSource: "x" });
    const refusal = { status: 400, body: { error: "invalid_payload", details: [{ path: "templateKey" }] } };
    expect(await writer.put(`${TEMPLATES}/${encodeURIComponent(templateKey)}`, body)).toMatchObject(refusal);
    expect(await writer.post(TEMPLATES, { templateKey, ...body })).toMatchObject(refusal);
    expect((await templateTraces(control)).templates).toEqual([]);
  },
);
