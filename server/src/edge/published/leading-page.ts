import type { Answer } from "#edge/answer.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";

/**
 * A page that leads on, after a form: browsers hold a form's redirects to the page's `form-action` as well, and the way
 * may lead to another site. `url` is one that this program made.
 */
export const leadingPage = (url: string, title: string, label: string): Answer =>
  page({
    status: 200,
    title,
    head: html`<meta http-equiv="refresh" content="0;url=${url}">\n`,
    content: html`<p><a href="${url}" rel="nofollow">${label}</a></p>`,
  });
