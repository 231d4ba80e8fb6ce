import type { Answer } from "#edge/answer.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";

/**
 * After the right password: leads to the same path again, now with the cookie. A page and no redirect, because browsers
 * hold a form's redirects to the page's `form-action` as well, and the link behind leads to another site.
 */
export function unlockedPage(target: string): Answer {
  const path = pathOf(target);
  return page({
    status: 200,
    title: "The password is right",
    head: html`<meta http-equiv="refresh" content="0;url=${path}">
`,
    content: html`<p><a href="${path}" rel="nofollow">Go on to the link</a></p>`,
    referrerPolicy: "strict-origin",
  });
}

/** Whatever it is given, a place on this host: two slashes, or a backslash, would name another. */
function pathOf(target: string): string {
  const url = URL.parse(target, "http://host.invalid");
  if (url === null || url.host !== "host.invalid") return "/";
  return `/${url.pathname.replace(/^\/+/, "")}${url.search}`;
}
