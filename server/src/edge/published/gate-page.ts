import type { Answer } from "#edge/answer.ts";
import type { GatedPage, SignedIn } from "#edge/edge.ts";
import { type Html, html } from "#edge/html.ts";
import { type AppError, ERROR_STATUS } from "#kernel/errors.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import { formatPrice } from "./format-price.ts";
import { join } from "./join.ts";
import { type PagePlace, renderPage } from "./render-page.ts";

/** How whoever may not read a page stands before it. */
export type GateState =
  | { readonly kind: "closed" }
  /** `isReturning`: comes from the payment, of which news may be on its way still. */
  | { readonly kind: "locked"; readonly visitor: SignedIn | null; readonly isReturning: boolean }
  | { readonly kind: "mailed"; readonly email: string }
  | { readonly kind: "confirm"; readonly token: string }
  | { readonly kind: "refused"; readonly refusal: AppError };

/** The page's own look and title, and instead of what is in it what it takes to read that. */
export function gatePage({ document }: GatedPage, place: PagePlace, state: GateState): Answer {
  const { body, headers } = renderPage(document, { ...place, gate: contentOf(document, state) });
  const retry = state.kind === "refused" ? state.refusal.retryAfterSeconds : undefined;
  return {
    status: statusOf(state),
    headers: [
      ...withoutReferrer(headers, state),
      ...["Cache-Control", "private, no-store"],
      ...(retry === undefined ? [] : ["Retry-After", String(retry)]),
      ...(state.kind === "locked" ? [] : ["X-Robots-Tag", "noindex"]),
    ],
    body,
    kind: state.kind === "locked" ? "impression" : null,
    destination: "",
  };
}

/** A gate is no fault: it is the page, for whoever is not in. */
const statusOf = (state: GateState): number =>
  state.kind === "refused" ? ERROR_STATUS[state.refusal.code] : state.kind === "closed" ? 503 : 200;

/** An address with a token in it is told to nobody. */
const withoutReferrer = (headers: readonly string[], { kind }: GateState): readonly string[] =>
  kind === "confirm"
    ? headers.map((value, index) => (headers[index - 1] === "Referrer-Policy" ? "no-referrer" : value))
    : headers;

function contentOf(document: PageDocument, state: GateState): Html {
  switch (state.kind) {
    case "closed":
      return html`<p class="notice">This page cannot be opened here just now.</p>`;
    case "mailed":
      return html`<p class="notice" role="status">We have sent a link to <strong>${state.email}</strong>. It opens this page, once and within fifteen minutes.</p>`;
    case "confirm":
      return html`<section><p>One more step: this shows that it is you, and not a program that opens your mail.</p>
<form method="post"><input type="hidden" name="token" value="${state.token}"><button class="button primary">Open the page</button></form></section>`;
    case "refused":
      return html`<p class="notice" role="alert">${state.refusal.message}</p>\n${asking(document, null)}`;
    case "locked":
      return join([
        state.isReturning
          ? html`<p class="notice" role="status">Thank you. Your payment is being confirmed; look at your mail, or load this page again in a moment.</p>\n`
          : null,
        asking(document, state.visitor),
      ]);
  }
}

function asking({ mode, priceCents, currency, language }: PageDocument, visitor: SignedIn | null): Html {
  if (mode !== "PAID" || priceCents === null || currency === null) {
    return html`<section><p>This page is free. Tell us your e-mail address, and we send you the link that opens it.</p>
${mailForm("Send me the link")}</section>`;
  }
  return html`<section class="product"><p class="price">${formatPrice(priceCents, currency, language)}</p>
<form method="post"><button class="button primary" name="buy" value="1">Buy this page</button></form></section>
${
  visitor === null
    ? html`<section><h2>Bought it already?</h2>${mailForm("Send me a link")}</section>`
    : html`<p class="soft">Signed in as ${visitor.email}.</p>`
}`;
}

const mailForm = (label: string): Html => html`<form method="post">
<label>E-mail address<input type="email" name="email" maxlength="254" autocomplete="email" required></label>
<button class="button primary">${label}</button>
</form>`;
