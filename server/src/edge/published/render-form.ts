import { type Html, html } from "#edge/html.ts";
import type { Block, FormField } from "#kernel/page-document.ts";
import { join } from "./join.ts";

type Form = Extract<Block, { readonly type: "form" }>;

/** The field that only programs fill in. */
export const TRAP_FIELD = "_website";
/** Says which of a page's forms was sent. */
export const FORM_FIELD = "_form";

/** A form that works without script: it is sent to the page itself. */
export function renderForm(
  { heading, description, fields, submitLabel, successMessage }: Form,
  { index, sentForm }: { readonly index: number; readonly sentForm: number | null },
): Html {
  const id = `form-${index}`;
  const head = join([
    heading === null ? null : html`<h2>${heading}</h2>`,
    description === null ? null : html`<p>${description}</p>`,
  ]);
  if (sentForm === index) {
    return html`<section id="${id}">${head}<p class="notice" role="status">${successMessage}</p></section>`;
  }
  return html`<section id="${id}">${head}<form method="post" action="#${id}">
<input type="hidden" name="${FORM_FIELD}" value="${String(index)}">
${join(fields.map(fieldOf))}<label class="trap" aria-hidden="true">Leave this empty<input name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label>
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
