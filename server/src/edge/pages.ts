import type { RouteView } from "#platform/routing/route-view.ts";
import { html } from "./html.ts";
import { page, plainText } from "./page.ts";

const RETRY_AFTER_SECONDS = "5";
/** Of a long address the beginning is shown: the page stays small whatever a link holds. */
const SHOWN_LENGTH_MAX = 1000;
const TITLE_LENGTH_MAX = 200;

/** One page for every address that leads nowhere, so that a disabled link and one that never was are not told apart. */
export const NOT_FOUND = page({
  status: 404,
  title: "There is nothing here",
  content: html`<p>No link has this address. It may have been mistyped, or taken away.</p>`,
});

export const EXPIRED = page({
  status: 410,
  title: "This link has expired",
  content: html`<p>It no longer leads anywhere. Whoever gave it to you may have a new one.</p>`,
});

export const UNAVAILABLE = page({
  status: 503,
  title: "This cannot be opened just now",
  content: html`<p>The fault is ours, and it should pass soon. Please try again in a moment.</p>`,
  headers: ["Retry-After", RETRY_AFTER_SECONDS],
});

export const BAD_ADDRESS = page({
  status: 400,
  title: "This is not an address",
  content: html`<p>The request names no page in a way that can be read.</p>`,
});

export const ADDRESS_TOO_LONG = page({
  status: 414,
  title: "This address is too long",
  content: html`<p>No link has an address of this length.</p>`,
});

export const NO_SUCH_FILE = plainText(404, "Not found.\n");

export const methodNotAllowed = (allowed: readonly string[]) =>
  page({
    status: 405,
    title: "This cannot be done here",
    content: html`<p>The address is right, but it answers other requests only.</p>`,
    headers: ["Allow", allowed.join(", ")],
  });

/** Where a link leads, before anyone goes there. The way on is the link itself, so that going counts. */
export function previewPage(slug: string, { route, standard, linkRules, handleRules }: RouteView) {
  const { location } = standard;
  const shown = shorten(location, SHOWN_LENGTH_MAX);
  const title = route.title === null || route.title === "" ? slug : shorten(route.title, TITLE_LENGTH_MAX);
  const follow = html`<p><a href="/${slug}" rel="nofollow noreferrer">Follow the link</a></p>`;
  if (route.passwordHash !== null) {
    const content = html`<p>Where this link leads is shown to those who know its password.</p>\n${follow}`;
    return page({ status: 200, title, content });
  }
  const mayDiffer = linkRules.length + handleRules.length > 0;
  return page({
    status: 200,
    title,
    content: html`<p>This link leads to <strong>${new URL(location).hostname}</strong>:</p>
<p><code>${shown}</code></p>
${mayDiffer ? html`<p>Some visitors are sent elsewhere: it may depend on place, time and device.</p>` : ""}
${follow}`,
  });
}

const shorten = (text: string, lengthMax: number) =>
  text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
