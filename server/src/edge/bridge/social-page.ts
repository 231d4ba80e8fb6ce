import type { Answer } from "#edge/answer.ts";
import { type Html, html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import type { Social } from "#kernel/route.ts";
import { shorten } from "./shorten.ts";

const TITLE_LENGTH_MAX = 120;
const DESCRIPTION_LENGTH_MAX = 300;

type Shown = {
  readonly social: Social;
  /** The link's own, where nothing else is said. */
  readonly title: string | null;
  /** `null` where it is not for everyone to know. */
  readonly destination: string | null;
  readonly slug: string;
};

/** What a messenger or network shows of a link in a message: the owner's words and picture, and no script. */
export function socialPage({ social, title, destination, slug }: Shown): Answer {
  const shown = shorten(firstOf(social.title, title) ?? slug, TITLE_LENGTH_MAX);
  const text = firstOf(social.description);
  const description = text && shorten(text, DESCRIPTION_LENGTH_MAX);
  const image = webAddress(social.imageUrl);
  const way = webAddress(destination) ?? `/${slug}`;
  return page({
    status: 200,
    title: shown,
    // The link itself: a canonical destination would have its own page shown instead.
    head: join([
      html`<link rel="canonical" href="/${slug}">\n`,
      html`<meta property="og:type" content="website">\n`,
      html`<meta property="og:title" content="${shown}">\n`,
      html`<meta name="twitter:card" content="${image === null ? "summary" : "summary_large_image"}">\n`,
      html`<meta name="twitter:title" content="${shown}">\n`,
      description === null ? null : html`<meta property="og:description" content="${description}">\n`,
      description === null ? null : html`<meta name="twitter:description" content="${description}">\n`,
      image === null ? null : html`<meta property="og:image" content="${image}">\n`,
    ]),
    content: join([
      description === null ? null : html`<p>${description}</p>\n`,
      html`<p><a href="${way}" rel="nofollow noreferrer">Follow the link</a></p>`,
    ]),
  });
}

/** The first that says something. */
const firstOf = (...texts: readonly (string | null)[]): string | null =>
  texts.find((text) => text !== null && text.trim() !== "") ?? null;

function webAddress(text: string | null): string | null {
  const url = text === null ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

const join = (parts: readonly (Html | null)[]): Html => ({
  text: parts.map((part) => part?.text ?? "").join(""),
});
