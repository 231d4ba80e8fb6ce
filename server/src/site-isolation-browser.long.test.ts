import { chromium, type Page } from "playwright-core";
import { expect, test } from "vitest";
import { createDemoClient } from "#demo/demo-client.ts";
import { attacksOn, type Targets } from "#testing/attack-pages.ts";
import { zipOf } from "#testing/build-archives.ts";
import { chromiumPath } from "#testing/launch-chromium.ts";
import { startProgram } from "#testing/start-program.ts";

const ACCOUNT = { email: "sites@example.com", password: "correct horse battery staple" };
const DOMAINS = {
  RATE_LIMITS: "off",
  HOST: "127.0.0.1",
  PUBLIC_DOMAIN: "switchyard.test",
  PUBLIC_SCHEME: "http",
  SITES_DOMAIN: "sites.test",
};
const HEADERS =
  '/*\n  Set-Cookie: headers=1; Domain=sites.test\n  Clear-Site-Data: "*"\n  Service-Worker-Allowed: /\n';
const WORKER = `addEventListener("fetch", (event) => { if (new URL(event.request.url).host !== location.host) return; event.respondWith(fetch(event.request)); });`;
const PAGE = (script: string) =>
  `<!doctype html><title>page</title><body><script>window.result = (async () => { try { ${script} } catch (error) { return error.name } })()</script>`;

test.skipIf(chromiumPath === undefined)(
  "no page of a site reaches the app, the API, a neighbour's site or a preview",
  { timeout: 600_000 },
  async () => {
    await using program = await startProgram(DOMAINS);
    const { jwt, targets, attacks, ownPreview } = await deployAll(program.port);
    const call = createDemoClient(program.port);
    await using browser = await launch(Object.values(targets));
    await using context = await browser.newContext();
    const app = `${targets.app}/v2/nothing`;
    const held = {
      name: "app-session",
      value: "app-session",
      url: app,
      httpOnly: true,
      sameSite: "Strict",
    } as const;
    await context.addCookies([held]);
    const page = await context.newPage();
    await page.goto(app);
    await page.evaluate(`localStorage.token = "app-token"`);
    await page.goto(`${targets.neighbour}/`);
    expect(await page.evaluate("window.result")).toBe("home");

    const reached: unknown[] = [];
    const queue = attacks.entries();
    const attacker = async () => {
      const own = await context.newPage();
      for (const [n, { name, fails }] of queue) {
        const origin = name.includes("from its preview") ? ownPreview : targets.own;
        const got = await run(own, `${origin}/${n}.html`);
        if (!fails.test(got)) reached.push({ name, got });
      }
    };
    await Promise.all(Array.from({ length: 6 }, attacker));
    expect(reached).toEqual([]);

    const cookies = await context.cookies([app, `${targets.api}/`]);
    expect(cookies.map(({ name }) => name)).toEqual(["app-session"]);
    await page.goto(app);
    expect(await page.evaluate("({ ...localStorage })")).toEqual({ token: "app-token" });
    await page.goto(`${targets.neighbour}/`);
    expect(await page.evaluate("localStorage.secret")).toBe("neighbour");
    expect(await page.evaluate("navigator.serviceWorker.controller")).toBeNull();
    const { body: mine } = await call("GET", "/v2/handles", { token: jwt });
    expect((mine["handles"] as { handle: string }[]).map(({ handle }) => handle)).toEqual(["acme", "evil"]);

    await page.goto(`${targets.neighbour}/links.html`);
    const opening = context.waitForEvent("page");
    await page.click("#out");
    expect(await (await opening).evaluate("window.result")).toBe("null");
  },
);

/** A neighbour with something to lose, and an attacker with a page for each attack. */
async function deployAll(port: number) {
  const at = (host: string) => `http://${host}:${port}`;
  const jwt = await signIn(port);
  await deploy(port, jwt, "acme", {
    "index.html": PAGE(`localStorage.secret = "neighbour"; document.cookie = "neighbour=1"; return "home"`),
    "relaxed.html": PAGE(`document.domain = "sites.test"; return "relaxed"`),
    "broadcast.html": PAGE(`new BroadcastChannel("secret").postMessage("SECRET"); return "sent"`),
    "links.html": `<!doctype html><a id="out" target="_blank" href="${at("evil.sites.test")}/attack.html">out</a>`,
    "worker.js": WORKER,
  });
  const site = { "worker.js": WORKER, "secret.html": "<p>SECRET</p>", _headers: HEADERS };
  const first = await deploy(port, jwt, "evil", { "index.html": "evil", ...site });
  const call = createDemoClient(port);
  const { body } = await call("GET", `/v2/handles/evil/site-deployments/${first}/preview`, { token: jwt });
  const { host } = new URL(String(body["previewUrl"]));
  const targets: Targets = {
    api: at("api.switchyard.test"),
    app: at("app.switchyard.test"),
    neighbour: at("acme.sites.test"),
    own: at("evil.sites.test"),
    preview: `${at(host)}/`,
  };
  const attacks = attacksOn(targets);
  expect(attacks.length).toBeGreaterThanOrEqual(25);
  const pages = attacks.map(({ script }, n) => [`${n}.html`, PAGE(script)] as const);
  const all = {
    "index.html": "evil",
    "attack.html": PAGE("return String(opener)"),
    ...site,
    ...Object.fromEntries(pages),
  };
  const second = await deploy(port, jwt, "evil", all);
  const shown = await call("GET", `/v2/handles/evil/site-deployments/${second}/preview`, { token: jwt });
  const ownPreview = at(new URL(String(shown.body["previewUrl"])).host);
  return { jwt, targets, attacks, ownPreview };
}

async function run(page: Page, address: string): Promise<string> {
  const answer = await page.goto(address);
  expect({ address, status: answer?.status(), cookie: answer?.headers()["set-cookie"] }).toEqual({
    address,
    status: 200,
    cookie: undefined,
  });
  return String(await page.evaluate("window.result"));
}

/** The hosts are taken for safe ones, or there would be no service workers to fail. */
const launch = (origins: readonly string[]) =>
  chromium.launch({
    executablePath: chromiumPath ?? "",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-popup-blocking",
      `--unsafely-treat-insecure-origin-as-secure=${origins.map((origin) => origin.replace(/\/$/, "")).join(",")}`,
      "--host-resolver-rules=MAP *.switchyard.test 127.0.0.1, MAP *.sites.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });

async function signIn(port: number): Promise<string> {
  const call = createDemoClient(port);
  await call("POST", "/v2/auth/signup", { body: ACCOUNT });
  const { body } = await call("POST", "/v2/auth/login", { body: ACCOUNT });
  const token = String(body["accessToken"]);
  for (const handle of ["acme", "evil"]) await call("POST", "/v2/handles", { token, body: { handle } });
  return token;
}

async function deploy(
  port: number,
  jwt: string,
  handle: string,
  files: Record<string, string>,
): Promise<string> {
  const zip = zipOf(Object.entries(files).map(([path, content]) => ({ path, content })));
  const headers = { authorization: `Bearer ${jwt}`, "content-type": "application/zip" };
  const address = `http://127.0.0.1:${port}/v2/handles/${handle}/site-deployments`;
  const answer = await fetch(address, { method: "POST", headers, body: zip as never });
  const body = (await answer.json()) as { deploymentId: string };
  if (answer.status !== 201) throw new Error(JSON.stringify(body));
  return body.deploymentId;
}
