import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Answer } from "#edge/answer.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import { CONSENTS } from "#platform/context/context-tokens.ts";
import { bridgePage } from "./bridge-page.ts";
import { directivesOf, headersOf } from "./page-headers.ts";
import { readHtml } from "./read-html.ts";
import { SAMPLE_TEMPLATES } from "./sample-templates.ts";

const destination = "https://example.com/landing?a=1&b=2";
const given = { destination, slug: "launch", consent: "full" as const, isAsked: false };

/** What a page does with its visitor. */
function deedOf(answer: Answer): "asks" | "measures" | "forwards" {
  const elements = readHtml(answer.body);
  const has = (name: string) => elements.some((element) => element.name === name);
  const refresh = elements.find(({ attributes }) => attributes["http-equiv"] === "refresh");
  expect([has("form"), refresh !== undefined]).not.toEqual([true, true]);
  expect(has("script")).toBe(has("noscript"));
  if (has("form")) return "asks";
  expect(refresh?.attributes["content"]).toBe(`0;url=${destination}`);
  expect(elements.find(({ name }) => name === "a")?.attributes["href"]).toBe(destination);
  return has("script") ? "measures" : "forwards";
}

test("a tag runs only where the template and the visitor let it; all others are asked once, or go on at once", () => {
  for (const template of [null, ...Object.values(SAMPLE_TEMPLATES)]) {
    for (const requiresConsent of [true, false]) {
      for (const consent of CONSENTS) {
        for (const isAsked of [true, false]) {
          const page = bridgePage({
            ...{ destination, slug: "launch", consent, isAsked },
            template: template && { ...template, requiresConsent },
          });
          const runs = template !== null && template.kind !== "utm" && consent !== "denied";
          const may = consent === "full" || !requiresConsent;
          const expected = runs && may ? "measures" : runs && !isAsked ? "asks" : "forwards";
          const what = `${template?.kind} ${requiresConsent} ${consent} ${isAsked}`;
          expect(deedOf(page), what).toBe(expected);
          expect(page.destination, what).toBe(expected === "asks" ? "" : destination);
          expect(page, what).toMatchObject({ status: 200, kind: null });
        }
      }
    }
  }
});

test("only a page that measures may load anything, and only from its own vendor", () => {
  const allowed = (template: TrackingTemplate) => {
    const { "script-src": scripts = [], ...others } = directivesOf(bridgePage({ ...given, template }));
    const { "connect-src": connect, "img-src": images } = others;
    expect(others).toMatchObject({
      "default-src": ["'none'"],
      "base-uri": ["'none'"],
      "form-action": ["'none'"],
    });
    return { scripts: scripts.slice(1), connect, images };
  };
  const google = [
    "https://www.googletagmanager.com",
    "https://*.google-analytics.com",
    "https://analytics.google.com",
    "https://*.analytics.google.com",
  ];
  expect(allowed(SAMPLE_TEMPLATES.meta_pixel)).toEqual({
    scripts: ["https://connect.facebook.net"],
    connect: ["https://connect.facebook.net", "https://www.facebook.com"],
    images: ["https://www.facebook.com"],
  });
  for (const template of [SAMPLE_TEMPLATES.gtm_event, SAMPLE_TEMPLATES.ga4_event]) {
    expect(allowed(template)).toEqual({ scripts: google.slice(0, 1), connect: google, images: google });
  }
  expect(allowed(SAMPLE_TEMPLATES.custom_webhook)).toEqual({
    scripts: [],
    connect: ["https://hook.example:8443"],
  });
  for (const answer of [
    bridgePage({ ...given, template: SAMPLE_TEMPLATES.meta_pixel, consent: "denied" }),
    bridgePage({ ...given, template: SAMPLE_TEMPLATES.meta_pixel, consent: "basic" }),
  ]) {
    expect(Object.keys(directivesOf(answer))).not.toContain("script-src");
    expect(answer.body).not.toContain("facebook.net");
  }
});

test("the script is the same for all links of a kind, and the policy names it by its hash", () => {
  for (const template of Object.values(SAMPLE_TEMPLATES).filter(({ kind }) => kind !== "utm")) {
    const texts = ["launch", "other"].map((slug) => {
      const answer = bridgePage({ ...given, slug, ctx: `c1.${slug}`, template });
      const [script, ...more] = readHtml(answer.body).filter(({ name }) => name === "script");
      expect(more).toEqual([]);
      const hash = createHash("sha256")
        .update(script?.text ?? "")
        .digest("base64");
      expect(directivesOf(answer)["script-src"]?.[0]).toBe(`'sha256-${hash}'`);
      return script?.text;
    });
    expect(texts[0]).toBe(texts[1]);
  }
});

test("nobody keeps, frames or indexes the page, and the destination learns of its origin only", () => {
  for (const consent of CONSENTS) {
    const answer = bridgePage({ ...given, consent, template: SAMPLE_TEMPLATES.gtm_event });
    expect(headersOf(answer)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-length": String(Buffer.byteLength(answer.body)),
      "cache-control": "private, no-store",
      "referrer-policy": "strict-origin",
      "x-robots-tag": "noindex",
      "x-content-type-options": "nosniff",
    });
    expect(directivesOf(answer)["frame-ancestors"]).toEqual(["'none'"]);
  }
});

test("the question says who learns what and where the link leads, and both answers look alike", () => {
  for (const [kind, who] of [
    ["meta_pixel", "Meta"],
    ["gtm_event", "Google Tag Manager"],
    ["ga4_event", "Google Analytics"],
    ["custom_webhook", "hook.example"],
  ] as const) {
    const answer = bridgePage({ ...given, consent: "basic", template: SAMPLE_TEMPLATES[kind] });
    const elements = readHtml(answer.body);
    expect(elements.filter(({ name }) => name === "strong").map(({ text }) => text)).toEqual([
      "example.com",
      expect.stringContaining(who),
    ]);
    expect(elements.filter(({ name }) => name === "form")).toMatchObject([
      { attributes: { method: "post" } },
    ]);
    expect(elements.filter(({ name }) => name === "button")).toEqual([
      { name: "button", attributes: { name: "consent", value: "full" }, text: "Continue with measurement" },
      { name: "button", attributes: { name: "consent", value: "denied" }, text: "Continue without" },
    ]);
    expect(directivesOf(answer)["form-action"]).toEqual(["'self'"]);
    expect(elements.filter(({ name }) => name === "h1")).toHaveLength(1);
  }
});

test("a webhook is told the slug and, where there is one, the click's token", () => {
  const toldWith = (ctx?: string) => {
    const { body } = bridgePage({
      ...given,
      ...(ctx !== undefined && { ctx }),
      template: SAMPLE_TEMPLATES.custom_webhook,
    });
    const script = readHtml(body).find(({ name }) => name === "script");
    return JSON.parse(script?.attributes["data-tag"] ?? "");
  };
  const url = "https://hook.example:8443/a?b";
  expect(toldWith("c1.x.y")).toEqual({ url, slug: "launch", ctx: "c1.x.y" });
  expect(toldWith("")).toEqual({ url, slug: "launch" });
  expect(toldWith()).toEqual({ url, slug: "launch" });
});

test("an event that Meta does not know is sent as a custom one", () => {
  const methodOf = (eventName: string) => {
    const template = { ...SAMPLE_TEMPLATES.meta_pixel, parameters: { pixelId: "12345", eventName } };
    const script = readHtml(bridgePage({ ...given, template }).body).find(({ name }) => name === "script");
    return JSON.parse(script?.attributes["data-tag"] ?? "").method;
  };
  expect([methodOf("Lead"), methodOf("OpenedLink")]).toEqual(["track", "trackCustom"]);
});
