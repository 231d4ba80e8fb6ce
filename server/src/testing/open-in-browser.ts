import type { Browser, BrowserContextOptions, Route } from "playwright-core";
import type { startPages } from "./start-pages.ts";

type Pages = Pick<Awaited<ReturnType<typeof startPages>>, "visit">;

/** As start-edge calls the host of `acme`. */
export const ACME = "http://acme.sites.test:8080";
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A visitor in a real browser, whose requests for `acme` reach the edge, and all others a picture or an empty page. */
export async function openInBrowser(browser: Browser, { visit }: Pages, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const errors: string[] = [];
  await context.route(/^https?:/, async (route) => {
    const url = new URL(route.request().url());
    if (url.pathname.endsWith(".png")) return route.fulfill({ contentType: "image/png", body: PIXEL });
    if (url.origin !== ACME)
      return route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" });
    return pass(route, url, visit);
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("dialog", (dialog) => {
    errors.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, context, errors, [Symbol.asyncDispose]: () => context.close() };
}

async function pass(route: Route, url: URL, visit: Pages["visit"]): Promise<void> {
  const request = route.request();
  const body = request.postData();
  const sent = await request.allHeaders();
  const own = Object.fromEntries(
    Object.entries(sent).filter(([name]) => !/^:|^(?:host|content-length|connection)$/.test(name)),
  );
  const {
    status,
    headers,
    body: text,
  } = await visit(url.pathname + url.search, {
    method: request.method(),
    headers: own,
    ...(body !== null && { form: Object.fromEntries(new URLSearchParams(body)) }),
  });
  const given = Object.entries(headers).flatMap(([name, value = ""]) => [[name, [value].flat().join("\n")]]);
  await route.fulfill({ status: status ?? 500, headers: Object.fromEntries(given), body: text });
}
