import { escapeHtml } from "#platform/escape-html.ts";

/** Markup; made by `html` alone, so text that somebody wrote cannot be taken for it. */
export type Html = { readonly text: string };

/** The template is markup; what is put into it is escaped, unless it is markup itself. */
export function html(template: TemplateStringsArray, ...values: ReadonlyArray<string | Html>): Html {
  const texts = values.map((value) => (typeof value === "string" ? escapeHtml(value) : value.text));
  return { text: String.raw({ raw: template }, ...texts) };
}
