import type { Answer } from "#edge/answer.ts";
import { html } from "#edge/html.ts";
import { page } from "#edge/page.ts";
import { NOT_FOUND } from "#edge/pages.ts";
import type { TrackingTemplate } from "#kernel/tracking-template.ts";
import type { Consent } from "#platform/context/context-tokens.ts";
import { consentWords } from "./consent-words.ts";
import { FORM_STYLE } from "./form-style.ts";
import { shorten } from "./shorten.ts";
import { type Tag, type TagTemplate, tagOf } from "./tag-of.ts";

const SHOWN_LENGTH_MAX = 120;

type Bridge = {
  /** An http(s) URL, with everything that is to arrive there. */
  readonly destination: string;
  readonly slug: string;
  /** The click's token, for a webhook; empty for none. */
  readonly ctx?: string;
  readonly template: TrackingTemplate | null;
  readonly consent: Consent;
  /** Whether the visitor has been asked already. */
  readonly isAsked: boolean;
};

/**
 * The page between a link and its destination: asks whether the visit may be measured where that must be asked, runs the
 * template's tag where it may run, and forwards. A tag never runs without the consent that its template requires, nor
 * after a refusal; whoever has no script is forwarded too.
 */
export function bridgePage({ destination, slug, ctx = "", template, consent, isAsked }: Bridge): Answer {
  const url = URL.parse(destination);
  if (url === null || !/^https?:$/.test(url.protocol)) return NOT_FOUND;
  if (template === null || template.kind === "utm" || consent === "denied") return forwarding(url);
  const tag = tagOf(template, { slug, ctx });
  if (tag === null) return forwarding(url);
  if (!template.requiresConsent || consent === "full") return measuring(url, tag);
  return isAsked ? forwarding(url) : asking(url, template);
}

const TITLE = "You are being sent on";

const refresh = (url: URL) => html`<meta http-equiv="refresh" content="0;url=${url.href}">`;

const wayOn = (url: URL) => html`<p>This link leads to <strong>${hostOf(url)}</strong>:</p>
<p><a href="${url.href}" rel="nofollow">${shorten(url.href, SHOWN_LENGTH_MAX)}</a></p>`;

const forwarding = (url: URL): Answer => ({
  ...page({
    status: 200,
    title: TITLE,
    head: html`${refresh(url)}\n`,
    content: wayOn(url),
    referrerPolicy: "strict-origin",
  }),
  destination: url.href,
});

/** The script stands behind the link, which tells it where to go; it reads all else from its own attribute. */
const measuring = (url: URL, { script, data, allowed }: Tag): Answer => ({
  ...page({
    status: 200,
    title: TITLE,
    head: html`<noscript>${refresh(url)}</noscript>\n`,
    content: html`${wayOn(url)}
<script data-tag="${JSON.stringify(data)}">${{ text: script }}</script>`,
    allowed,
    referrerPolicy: "strict-origin",
  }),
  destination: url.href,
});

function asking(url: URL, template: TagTemplate): Answer {
  const { who, what } = consentWords(template);
  return page({
    status: 200,
    title: "May this visit be measured?",
    style: FORM_STYLE,
    allowed: { "form-action": "'self'" },
    referrerPolicy: "strict-origin",
    content: html`<p>This link leads to <strong>${hostOf(url)}</strong>.</p>
<p>Whoever made it would like to tell <strong>${who}</strong> ${what}</p>
<p>You get there either way. If you continue without, nobody else is told and nothing is loaded.</p>
<form method="post">
<button name="consent" value="full">Continue with measurement</button>
<button name="consent" value="denied">Continue without</button>
</form>`,
  });
}

const HOST_LENGTH_MAX = 253;
const hostOf = (url: URL) => shorten(url.hostname, HOST_LENGTH_MAX);
