import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freePort } from "#testing/free-port.ts";
import { chromiumPath, launchChromium } from "#testing/launch-chromium.ts";
import { startProgram } from "#testing/start-program.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { startSmtpServer } from "#testing/start-smtp-server.ts";

const ACCOUNT = { email: "owner@example.com", password: "correct horse battery staple" };
const AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
const POLL = { timeout: 60_000, interval: 200 };
const ARTEFACTS = join(import.meta.dirname, "../../artefacts/campaign-flow");

const STRUCTURE = {
  detailsPageSlug: "spring-offer",
  structureType: "LEAD_FORM",
  schema: {
    title: "Spring at Acme",
    blocks: [
      { type: "hero", heading: "Spring at Acme", subheading: "The new machines are here." },
      { type: "text", markdown: "Leave your address, and **we call you**." },
      {
        type: "form",
        fields: [
          { name: "email", label: "E-mail", kind: "email", required: true },
          { name: "company", label: "Company" },
        ],
        submitLabel: "Call me",
        successMessage: "We will call you.",
      },
    ],
  },
};

/** The whole program, with a mail server, an endpoint for webhooks, and the owner of `acme`. */
async function startAll() {
  await using opened = new AsyncDisposableStack();
  const smtp = await startSmtpServer();
  const receiver = await startReceiver();
  const port = await freePort();
  const program = opened.use(
    await startProgram({
      PORT: String(port),
      HOST: "127.0.0.1",
      SMTP_URL: smtp.url,
      OUTBOUND_ALLOW: "127.0.0.0/8",
      OUTBOUND_PORTS: new URL(receiver.url).port,
    }),
  );
  await program.call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const { body: session } = await program.call("POST", "/v2/auth/login", { body: ACCOUNT });
  const token = String(session["accessToken"]);
  await program.call("POST", "/v2/handles", { token, body: { handle: "acme" } });
  const ask = async (method: string, path: string, body?: unknown) => {
    const reply = await program.call(method, `/v2/handles/acme${path}`, { token, body });
    if (reply.status >= 400) throw new Error(`${path}: ${JSON.stringify(reply)}`);
    return reply.body;
  };
  const everything = opened.move();
  const site = `http://acme.localhost:${port}`;
  return { smtp, receiver, ask, site, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

test.skipIf(chromiumPath === undefined)(
  "a campaign: its page is published and visited, its form is sent, and its owner is told everywhere",
  async () => {
    await using it = await startAll();
    const { ask, site } = it;
    await ask("POST", "/webhooks", { endpointUrl: `${it.receiver.url}/hook`, eventTypes: ["lead.captured"] });
    await ask("POST", "/campaigns", {
      campaignId: "spring",
      goalType: "LEAD_CAPTURE",
      status: "ACTIVE",
      primaryLink: { slug: "spring", destinationUrl: `${site}/spring-offer` },
    });
    await ask("PUT", "/site-structure/campaigns/spring", STRUCTURE);
    await ask("POST", "/site-structure/campaigns/spring/publish");
    expect(await ask("GET", "/campaigns/spring/health")).toMatchObject({ status: "PENDING" });
    await sendForm(site);

    const { leads } = (await ask("GET", "/leads")) as { leads: Record<string, unknown>[] };
    expect(leads).toMatchObject([
      {
        email: "ada@example.com",
        fields: { company: "Analytical Engines" },
        slug: "spring-offer",
        campaignId: "spring",
        spam: { isSpam: false },
      },
    ]);
    const told = () => it.receiver.at("/hook").map(({ event }) => event.payload["email"]);
    await expect.poll(told, POLL).toEqual(["ada@example.com"]);
    const mails = () =>
      it.smtp.received.filter(({ message }) => message.includes("Somebody has sent a form"));
    await expect.poll(() => mails().map(({ to }) => to), POLL).toEqual([[ACCOUNT.email]]);
    expect(mails()[0]?.message).toContain("ada@example.com");
    const health = async () => (await ask("GET", "/campaigns/spring/health"))["status"];
    await expect.poll(health, POLL).toBe("PASS");
    expect(await ask("GET", "/campaigns/spring/analytics")).toMatchObject({
      totals: { clicks: 1, qualifiedClicks: 1, leads: 1, conversions: 0 },
    });
  },
  90_000,
);

/** Somebody follows the campaign's link, fills in the form of its page, and is thanked there. */
async function sendForm(site: string): Promise<void> {
  await mkdir(ARTEFACTS, { recursive: true });
  await using browser = await launchChromium(["localhost", "*.localhost"]);
  const page = await browser.newPage({ userAgent: AGENT, viewport: { width: 390, height: 844 } });
  await page.goto(`${site}/spring`);
  expect(new URL(page.url()).pathname).toBe("/spring-offer");
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(ARTEFACTS, `page-${width}.png`), fullPage: true });
  }
  await page.fill("[name=email]", "ada@example.com");
  await page.fill("[name=company]", "Analytical Engines");
  await page.click("form button");
  await page.waitForSelector("text=We will call you.");
  await page.screenshot({ path: join(ARTEFACTS, "thanks-1440.png"), fullPage: true });
}
