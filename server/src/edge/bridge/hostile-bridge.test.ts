import fc from "fast-check";
import { expect, test } from "vitest";
import { NOT_FOUND } from "#edge/pages.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { CONSENTS } from "#platform/context/context-tokens.ts";
import { bridgePage } from "./bridge-page.ts";
import { directivesOf } from "./page-headers.ts";
import { readHtml } from "./read-html.ts";
import { SAMPLE_TEMPLATES } from "./sample-templates.ts";

const base = { key: "key", enabled: true, requiresConsent: true };
const given = {
  destination: "https://example.com/",
  slug: "launch",
  consent: "full" as const,
  isAsked: false,
};
const webhook = (url: string): TrackingTemplate => ({ ...base, kind: "custom_webhook", parameters: { url } });

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '"',
        "'",
        "<",
        ">",
        "&",
        "</script>",
        "<!--",
        "\u2028",
        "\u2029",
        "\\",
        "$&",
        "&quot;",
        "%22",
        "\n",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("whatever a destination or a parameter holds, it stays text and leads nowhere else", () => {
  fc.assert(
    fc.property(nasty, nasty, fc.constantFrom(...CONSENTS), (one, other, consent) => {
      const hostile = `https://example.com/${one}?q=${other}#${one}`;
      const url = URL.parse(hostile);
      const eventName = other;
      const template: TrackingTemplate = {
        ...{ ...base, requiresConsent: false, kind: "ga4_event" as const },
        parameters: { measurementId: one, eventName },
      };
      const { body, destination: to } = bridgePage({ ...given, destination: hostile, consent, template });
      const elements = readHtml(body);
      const names = elements.map(({ name }) => name);
      expect(names.filter((name) => name === "script")).toHaveLength(consent === "denied" ? 0 : 1);
      expect(names.filter((name) => name === "a")).toHaveLength(1);
      expect(to).toBe(url?.href);
      for (const { name, attributes } of elements) {
        expect(Object.keys(attributes).filter((key) => key.startsWith("on"))).toEqual([]);
        if (name === "a") expect(attributes["href"]).toBe(url?.href);
        if (attributes["http-equiv"]) expect(attributes["content"]).toBe(`0;url=${url?.href}`);
        if (name !== "script") continue;
        const told = JSON.parse(attributes["data-tag"] ?? "");
        expect(told).toEqual({
          measurementId: one.toWellFormed(),
          eventName: other.toWellFormed(),
          slug: "launch",
        });
      }
    }),
    { numRuns: 2000 },
  );
});

test.each(["javascript:alert(1)", "data:text/html,x", "//example.com", "", "ftp://example.com/"])(
  "%j is no destination: there is nothing here",
  (hostile) => {
    const template = SAMPLE_TEMPLATES.meta_pixel;
    for (const consent of CONSENTS) {
      expect(bridgePage({ ...given, destination: hostile, consent, template })).toBe(NOT_FOUND);
    }
  },
);

test.each([
  "https://a;sandbox/",
  "https://a,b/",
  "https://*/",
  "http://hook.example/",
  "https://[::1]/",
  "no",
])("a webhook at %j, which a policy cannot name, is not called and nobody is held up", (url) => {
  const answer = bridgePage({ ...given, template: webhook(url) });
  expect(readHtml(answer.body).map(({ name }) => name)).not.toContain("script");
  expect(answer.body).toContain(`content="0;url=${given.destination}"`);
  expect(directivesOf(answer)).not.toHaveProperty("sandbox");
});

/** So long, with every & counted as five, a destination may be for a page of at most 10 000 bytes. */
const ESCAPED_LENGTH_MAX = 3600;

test("the page is under 10 KB for every destination of up to 3600 bytes as HTML, a whole 2048 with 388 of & among them", () => {
  const ampersands = (ESCAPED_LENGTH_MAX - 2048) / 4;
  const long = "https://example.com/?".padEnd(2048 - ampersands, "x").padEnd(2048, "&");
  const parameters = { eventName: "x".repeat(40) };
  const largest: TrackingTemplate[] = [
    { ...base, kind: "meta_pixel", parameters: { ...parameters, pixelId: "1".repeat(20) } },
    { ...base, kind: "gtm_event", parameters: { ...parameters, containerId: "GTM-ABCDEFGHIJKL" } },
    { ...base, kind: "ga4_event", parameters: { ...parameters, measurementId: "G-ABCDEFGHIJKLMNOP" } },
    webhook(`https://hook.example/${"y".repeat(100)}`),
  ];
  for (const template of largest) {
    for (const consent of CONSENTS) {
      const { body } = bridgePage({ ...given, destination: long, slug: "x".repeat(24), consent, template });
      expect(Buffer.byteLength(body)).toBeLessThan(10_000);
      if (consent === "full") expect(body.split(long.replaceAll("&", "&amp;"))).toHaveLength(3);
    }
  }
});
