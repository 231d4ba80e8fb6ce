import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { send } from "#edge/answer.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import type { Consent } from "#platform/context/context-tokens.ts";
import { chromiumPath, launchChromium } from "#testing/launch-chromium.ts";
import { bridgePage } from "./bridge-page.ts";
import { SAMPLE_TEMPLATES } from "./sample-templates.ts";

const DESTINATION = "https://landing.example/?a=1&b='%22</script>#c";
/** As a URL is written, and so as a browser says where it has arrived. */
const ARRIVED = new URL(DESTINATION).href;

type Request = { readonly method: string; readonly url: string; readonly body: string | null };

/** An edge that serves one BRIDGE page, and asks as the real one does: the form's answer is another page. */
async function startBridge(template: TrackingTemplate, consent: Consent) {
  const server = createServer((request, response) => {
    void decide(request, consent).then((decided) =>
      send(
        response,
        bridgePage({
          ...{ destination: DESTINATION, slug: "launch", ctx: "c1.x.y", template, consent: decided },
          isAsked: request.method === "POST",
        }),
      ),
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/launch?src=mail`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function decide(request: IncomingMessage, consent: Consent): Promise<Consent> {
  if (request.method !== "POST") return consent;
  return new URLSearchParams(await text(request)).get("consent") as Consent;
}

const inBrowser = test.skipIf(chromiumPath === undefined);
let launched: Promise<Browser> | undefined;
const browser = () => {
  launched ??= launchChromium();
  return launched;
};
afterAll(async () => (await launched)?.close());

/** A visitor whose every request to another host is answered here: `vendor` is all that a vendor's host serves. */
async function visitor(options: BrowserContextOptions = {}, vendor = "") {
  const context = await (await browser()).newContext({ viewport: { width: 390, height: 844 }, ...options });
  const requests: Request[] = [];
  const errors: string[] = [];
  await context.route(/^https:/, async (route) => {
    const request = route.request();
    requests.push({ method: request.method(), url: request.url(), body: request.postData() });
    const isLanding = request.url().startsWith("https://landing.example/");
    if (vendor === "never" && !isLanding) return;
    const contentType = isLanding ? "text/html" : "text/javascript";
    await route.fulfill({ contentType, body: isLanding ? "<title>Arrived</title>" : vendor });
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  const toVendors = () => requests.filter(({ url }) => !url.startsWith("https://landing.example/"));
  return { page, errors, toVendors, [Symbol.asyncDispose]: () => context.close() };
}

inBrowser("a visitor who continues without is forwarded, and no vendor hears of it", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.meta_pixel, "basic");
  await using someone = await visitor();
  await someone.page.goto(bridge.url);
  expect(await someone.page.textContent("h1")).toBe("May this visit be measured?");
  expect(someone.toVendors()).toEqual([]);
  await someone.page.getByRole("button", { name: "Continue without" }).click();
  await someone.page.waitForURL(ARRIVED);
  expect(await someone.page.title()).toBe("Arrived");
  expect(someone.toVendors()).toEqual([]);
  expect(someone.errors).toEqual([]);
});

inBrowser("a visitor who agrees is measured first and forwarded then", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.meta_pixel, "basic");
  const vendor = `fbq.queue.forEach((call) => { new Image().src = "https://www.facebook.com/tr?said=" + [...call] })`;
  await using someone = await visitor({}, vendor);
  await someone.page.goto(bridge.url);
  await someone.page.getByRole("button", { name: "Continue with measurement" }).click();
  await someone.page.waitForURL(ARRIVED);
  expect(someone.toVendors().map(({ url }) => url)).toEqual([
    "https://connect.facebook.net/en_US/fbevents.js",
    "https://www.facebook.com/tr?said=init,12345",
    "https://www.facebook.com/tr?said=track,PageView",
  ]);
  expect(someone.errors).toEqual([]);
});

inBrowser.each([
  [
    SAMPLE_TEMPLATES.gtm_event,
    "https://www.googletagmanager.com/gtm.js?id=GTM-ABC123",
    '{"event":"go","slug":"launch"}',
  ],
  [
    SAMPLE_TEMPLATES.ga4_event,
    "https://www.googletagmanager.com/gtag/js?id=G-ABC123",
    '{"0":"event","1":"go","2":{"slug":"launch"}}',
  ],
])("$kind: Google's script finds the event in its queue", async (template, url, event) => {
  await using bridge = await startBridge(template, "full");
  const vendor = `fetch("https://region1.google-analytics.com/g/collect", { method: "POST", mode: "no-cors", body: JSON.stringify(dataLayer.at(-1)) })`;
  await using someone = await visitor({}, vendor);
  await someone.page.goto(bridge.url);
  await someone.page.waitForURL(ARRIVED);
  const collected = { method: "POST", url: "https://region1.google-analytics.com/g/collect", body: event };
  expect(someone.toVendors()).toEqual([{ method: "GET", url, body: null }, collected]);
  expect(someone.errors).toEqual([]);
});

inBrowser("a webhook is told the slug, the click's token and the time", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.custom_webhook, "full");
  await using someone = await visitor();
  await someone.page.goto(bridge.url);
  await someone.page.waitForURL(ARRIVED);
  const [told, ...more] = someone.toVendors();
  expect(more).toEqual([]);
  expect(told).toMatchObject({ method: "POST", url: "https://hook.example:8443/a?b" });
  expect(JSON.parse(told?.body ?? "")).toEqual({
    slug: "launch",
    ctx: "c1.x.y",
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  });
});

inBrowser("a vendor's script reaches no other host, and holds nobody up when it fails", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.gtm_event, "full");
  await using someone = await visitor({}, `fetch("https://elsewhere.example/"); throw new Error("broken")`);
  await someone.page.goto(bridge.url);
  await someone.page.waitForURL(ARRIVED);
  expect(someone.toVendors().map(({ url }) => new URL(url).hostname)).toEqual(["www.googletagmanager.com"]);
  expect(someone.errors.join()).toMatch(/Content Security Policy/);
});

inBrowser("a vendor that never answers holds nobody up", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.meta_pixel, "full");
  await using someone = await visitor({}, "never");
  await someone.page.goto(bridge.url, { waitUntil: "commit" });
  await someone.page.waitForURL(ARRIVED, { timeout: 10_000 });
  expect(someone.toVendors()).toHaveLength(1);
});

inBrowser.each(["basic", "full", "denied"] as const)(
  "without script a visitor whose consent is %s arrives all the same, unmeasured",
  async (consent) => {
    await using bridge = await startBridge(SAMPLE_TEMPLATES.ga4_event, consent);
    await using someone = await visitor({ javaScriptEnabled: false });
    await someone.page.goto(bridge.url, { waitUntil: "commit" });
    if (consent === "basic") await someone.page.getByRole("button", { name: "with measurement" }).click();
    await someone.page.waitForURL(ARRIVED);
    expect(someone.toVendors()).toEqual([]);
  },
);

inBrowser("going back from the destination leads past the page, not into it again", async () => {
  await using bridge = await startBridge(SAMPLE_TEMPLATES.custom_webhook, "full");
  await using someone = await visitor();
  await someone.page.goto("https://landing.example/before");
  await someone.page.goto(bridge.url);
  await someone.page.waitForURL(ARRIVED);
  await someone.page.goBack();
  expect(someone.page.url()).toBe("https://landing.example/before");
  expect(someone.toVendors()).toHaveLength(1);
});
