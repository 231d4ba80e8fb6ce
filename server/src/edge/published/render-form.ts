import { type Html, html } from "#edge/html.ts";
import type { Block, FormField } from "#kernel/page-document.ts";
import { join } from "./join.ts";

type Place = {
  readonly index: number;
  readonly sentForm: number | null;
  readonly leads: LeadTarget | null;
};
type Form = Extract<Block, { readonly type: "form" }>;

/** Where what people fill in is sent, and what it says of the page that it comes from. */
export type LeadTarget = {
  readonly url: string;
  readonly slug: string;
  readonly campaignId: string | null;
  /** Of the page itself, where whoever has sent a form comes back to. */
  readonly pageUrl: string;
};

/** The inputs by which a form says where it is; no field of anybody's may be called like one. */
const INPUTS = {
  form: "form",
  slug: "pageSlug",
  campaign: "campaignId",
  back: "redirectTo",
  trap: "hp_website",
} as const;

/** A form that works without script: it is sent to the leads of the handle, which lead back to the page. */
export function renderForm(
  { heading, description, fields, submitLabel, successMessage }: Form,
  { index, sentForm, leads }: Place,
): Html {
  const id = `form-${index}`;
  const head = join([
    heading === null ? null : html`<h2>${heading}</h2>`,
    description === null ? null : html`<p>${description}</p>`,
  ]);
  if (sentForm === index) {
    return html`<section id="${id}">${head}<p class="notice" role="status">${successMessage}</p></section>`;
  }
  const hidden = (name: string, value: string) =>
    html`<input type="hidden" name="${name}" value="${value}">\n`;
  const { form, slug, campaign, back, trap } = INPUTS;
  const from = leads && [
    hidden(form, id),
    hidden(slug, leads.slug),
    leads.campaignId === null ? null : hidden(campaign, leads.campaignId),
    hidden(back, `${leads.pageUrl}?sent=${index}#${id}`),
  ];
  return html`<section id="${id}">${head}<form method="post" action="${leads?.url ?? `#${id}`}">
${join(from ?? [])}${join(fields.map(fieldOf))}<label class="trap" aria-hidden="true">Leave this empty<input name="${trap}" tabindex="-1" autocomplete="off"></label>
<button class="button primary">${submitLabel}</button>
</form></section>`;
}

const AUTOCOMPLETE: Readonly<Record<string, string>> = { email: "email", tel: "tel", name: "name" };

function fieldOf({ name, label, kind, required, options }: FormField): Html {
  const must = required ? html` required` : html``;
  const shown = required ? label : html`${label} <span class="soft">(optional)</span>`;
  switch (kind) {
    case "textarea":
      return html`<label>${shown}<textarea name="${name}" rows="4" maxlength="2000"${must}></textarea></label>\n`;
    case "select":
      return html`<label>${shown}<select name="${name}"${must}>${required ? "" : html`<option value=""></option>`}${join(
        options.map((option) => html`<option>${option}</option>`),
      )}</select></label>\n`;
    case "checkbox":
      return html`<label class="check"><input type="checkbox" name="${name}" value="yes"${must}>${label}</label>\n`;
    default: {
      const complete = AUTOCOMPLETE[kind] ?? AUTOCOMPLETE[name];
      const auto = complete === undefined ? html`` : html` autocomplete="${complete}"`;
      return html`<label>${shown}<input type="${kind}" name="${name}" maxlength="500"${auto}${must}></label>\n`;
    }
  }
}
