import type { Route } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { chromiumPath } from "#testing/launch-chromium.ts";
import { startShop } from "#testing/start-shop.ts";

const inBrowser = test.skipIf(chromiumPath === undefined);
let started: ReturnType<typeof startShop> | undefined;
const open = () => {
  started ??= startShop();
  return started;
};
afterAll(async () => (await started)?.[Symbol.asyncDispose]());

/** Lets a request arrive, and its answer not. What is under localhost is known to the browser alone. */
async function lose(route: Route): Promise<void> {
  await route.fetch({ url: route.request().url().replace("api.localhost", "127.0.0.1") });
  await route.abort();
}

const POLL = { timeout: 60_000 };
const fields = `<label>E-mail<input type="email" name="email" required></label><label>Company<input name="company"></label><button>Send</button>`;

inBrowser(
  "a form is sent without leaving its page, knows its click, and has a trap that people do not see",
  async () => {
    const shop = await open();
    shop.pages.set("/contact", {
      body: `<form data-10x-form="contact" data-thanks="Got it.">${fields}</form>`,
    });
    const link = await shop.link("forms", "/contact");
    await using someone = await shop.visitor();
    const { page, calls } = someone;
    await page.goto(link);
    await page.waitForSelector("input[name=hp_website]", { state: "attached" });
    expect(
      await page.locator("input[name=hp_website]").evaluate((input) => input.getBoundingClientRect().right),
    ).toBeLessThan(0);
    await page.fill("[name=email]", "ada@example.com");
    await page.fill("[name=company]", "AE");
    await page.click("button");
    await page.waitForSelector("[data-10x-status=sent]");
    expect(await page.textContent("[role=status]")).toBe("Got it.");
    expect(page.url()).toBe(`${shop.shop}/contact`);
    expect(await page.inputValue("[name=email]")).toBe("");
    expect(calls.filter(({ path }) => path.endsWith("/leads"))).toMatchObject([{ status: 202 }]);
    expect(await shop.leads()).toMatchObject([
      {
        email: "ada@example.com",
        form: "contact",
        fields: { company: "AE" },
        slug: "forms",
        clickId: expect.stringMatching(/^evt_/),
        origin: shop.shop,
      },
    ]);
    expect(someone.errors).toEqual([]);
  },
);

inBrowser(
  "what fails is sent again under the same key, and what is refused is said beside the form",
  async () => {
    const shop = await open();
    shop.pages.set("/flaky", { body: `<form data-10x-form="flaky">${fields}</form>` });
    await using someone = await shop.visitor();
    const { page, context } = someone;
    let failures = 2;
    const bodies: string[] = [];
    await context.route("**/leads", async (route) => {
      bodies.push(route.request().postData() ?? "");
      failures -= 1;
      if (failures === 1) await route.fulfill({ status: 503, body: "" });
      // The second arrives, and its answer does not.
      else if (failures === 0) await lose(route);
      else await route.continue();
    });
    await page.goto(`${shop.shop}/flaky`);
    await page.waitForSelector("input[name=hp_website]", { state: "attached" });
    await page.fill("[name=email]", "bob@example.com");
    await page.click("button");
    await page.waitForSelector("[data-10x-status=sent]", POLL);
    expect(bodies).toHaveLength(3);
    expect((await shop.leads()).filter(({ email }) => email === "bob@example.com")).toHaveLength(1);
    await page.fill("[name=email]", "bob@localhost");
    await page.click("button");
    await page.waitForSelector("[role=alert]");
    expect(await page.textContent("[role=alert]")).toContain("This is not an e-mail address.");
    expect(await page.inputValue("[name=email]")).toBe("bob@localhost");
  },
);

inBrowser("without a script the same form is sent, and leads on to the page that it names", async () => {
  const shop = await open();
  const action = `${shop.api}/v2/public/handles/acme/leads`;
  const next = `<input type="hidden" name="redirectTo" value="/thanks">`;
  shop.pages.set("/plain", {
    script: "",
    body: `<form method="post" action="${action}">${next}${fields}</form>`,
  });
  await using someone = await shop.visitor({ javaScriptEnabled: false });
  const { page } = someone;
  await page.goto(`${shop.shop}/plain`);
  await page.fill("[name=email]", "carl@example.com");
  await page.click("button");
  await page.waitForURL(`${shop.shop}/thanks`);
  expect((await shop.leads()).map(({ email }) => email)).toContain("carl@example.com");
});
