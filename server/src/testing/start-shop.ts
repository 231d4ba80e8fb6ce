import { once } from "node:events";
import { createServer } from "node:http";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { DemoClient } from "#demo/demo-client.ts";
import { chromiumPath } from "./launch-chromium.ts";
import { startProgram } from "./start-program.ts";

const SCOPES = ["links.*", "chain.*", "analytics.read", "routing.context_origins.write"];
const ACCOUNT = { email: "shop@example.com", password: "correct horse battery staple" };

/** What the shop answers at a path: a page around this, with the script unless it says otherwise. */
export type ShopPage = {
  readonly head?: string;
  readonly body?: string;
  readonly script?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

type Signal = { readonly signalKey: string; readonly signalValue: string | null; readonly metadata: unknown };

/**
 * The whole program with the handle `acme`, a browser, and a shop at another origin whose pages load the SDK from the
 * program. `shop` is on the handle's list of context origins, `stranger` is the same shop at an origin that is not.
 */
export async function startShop() {
  await using opened = new AsyncDisposableStack();
  const program = opened.use(await startProgram({ RATE_LIMITS: "off", HOST: "127.0.0.1" }));
  const api = `http://api.localhost:${program.port}`;
  const pages = new Map<string, ShopPage>();
  const script = `<script async src="${api}/_assets/sdk.js" data-handle="acme"></script>`;
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://shop.localhost");
    const page = pages.get(pathname) ?? {};
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers });
    response.end(
      `<!doctype html><html lang="en"><title>Shop ${pathname}</title>${page.head ?? ""}${page.script ?? script}<body>${page.body ?? ""}`,
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.defer(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  const shop = `http://shop.localhost:${port}`;
  const browser = opened.use(await launch());
  const ask = await openHandle(program.call, shop);
  const everything = opened.move();
  return {
    api,
    shop,
    stranger: `http://stranger.localhost:${port}`,
    /** The address of a link that leads to a page, of the shop where no other origin is named, and tells it of the click. */
    link: async (slug: string, path: string, origin = shop) => {
      const body = { destinationUrl: `${origin}${path}`, trackingPolicy: { appendContextParam: true } };
      await ask("PUT", `/links/${slug}`, body);
      return `http://acme.localhost:${program.port}/${slug}`;
    },
    pages,
    script,
    visitor: (options: BrowserContextOptions = {}) => openVisitor(browser, api, options),
    rule: (trigger: string, decision: object, when: object = {}) =>
      ask("PUT", `/chain-rules/${trigger}`, { trigger, decision, when }),
    /** The signals of a session, in their order; none where there is no such session. */
    signals: async (sessionId: string) => {
      const { body } = await ask("GET", `/chain/${sessionId}`);
      return ((body["signals"] ?? []) as Signal[]).map(({ signalKey, signalValue, metadata }) => ({
        ...{ signalKey, signalValue, metadata },
      }));
    },
    leads: async () => {
      const { body } = await ask("GET", "/leads");
      return body["leads"] as Record<string, unknown>[];
    },
    conversions: async (slug: string) => {
      const { body } = await ask("GET", "/conversions?limit=1000");
      return (body["conversions"] as Record<string, unknown>[]).filter((one) => one["slug"] === slug);
    },
    [Symbol.asyncDispose]: () => everything.disposeAsync(),
  };
}

/** Whatever is under localhost is this machine; nothing else is found. */
const launch = () =>
  chromium.launch({
    executablePath: chromiumPath ?? "",
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--host-resolver-rules=MAP localhost 127.0.0.1, MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });

/** Speaks of the handle: as its owner where only people may, else with a token. */
async function openHandle(call: DemoClient, shop: string) {
  await call("POST", "/v2/auth/signup", { body: { ...ACCOUNT, name: "Shop" } });
  const { body: session } = await call("POST", "/v2/auth/login", { body: ACCOUNT });
  const jwt = String(session["accessToken"]);
  await call("POST", "/v2/handles", { token: jwt, body: { handle: "acme", displayName: "Acme" } });
  const wanted = { name: "shop", scopes: SCOPES };
  const created = await call("POST", "/v2/handles/acme/tokens", { token: jwt, body: wanted });
  const token = String(created.body["token"]);
  const ask = async (method: string, path: string, body?: unknown) => {
    const isForPeople = ["/chain-rules", "/leads"].some((begin) => path.startsWith(begin));
    const address = `${isForPeople ? "/v2/handles/acme" : "/v2/public/handles/acme"}${path}`;
    const reply = await call(method, address, { token: isForPeople ? jwt : token, body });
    const isAbsent = method === "GET" && reply.status === 404;
    if (reply.status >= 400 && !isAbsent) throw new Error(`${path}: ${JSON.stringify(reply)}`);
    return reply;
  };
  await ask("PUT", "/context-origins", { origins: [shop] });
  return ask;
}

/** What a page has asked of the API, as it was answered. */
type Call = {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly status: number;
};

let visitors = 0;

/**
 * Someone with a browser of their own, which does not say that it is driven, and differs from all others': until there is
 * a cookie, a visitor is known by address and browser. `errors` is all that the page would see of a failure.
 */
async function openVisitor(browser: Browser, api: string, options: BrowserContextOptions) {
  visitors += 1;
  const userAgent = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${100 + visitors}.0.0.0 Safari/537.36`;
  const context = await browser.newContext({ userAgent, ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy/.test(message.text())) errors.push(message.text());
  });
  const calls: Call[] = [];
  context.on("response", (response) => {
    const request = response.request();
    if (!request.url().startsWith(`${api}/v2/public/`) || request.method() === "OPTIONS") return;
    const path = new URL(request.url()).pathname.replace("/v2/public/", "");
    const isJson = request.headers()["content-type"]?.startsWith("application/json") === true;
    calls.push({ path, body: isJson ? request.postDataJSON() : null, status: response.status() });
  });
  return { context, page, errors, calls, ...storedBy(page), [Symbol.asyncDispose]: () => context.close() };
}

const storedBy = (page: Page) => ({
  /** Everything that the origin of the page has stored. */
  stored: () =>
    page.evaluate<Record<string, string>>(
      "({ ...localStorage, ...sessionStorage, ...(document.cookie && { cookie: document.cookie }) })",
    ),
  run: <T = unknown>(expression: string) => page.evaluate<T>(expression),
  /** Until the script is there. */
  loaded: () => page.waitForFunction("window.switchyard?.convert !== undefined"),
});
