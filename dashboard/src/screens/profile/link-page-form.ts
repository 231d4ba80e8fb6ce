import type { Schemas } from "#api/schemas.ts";
import { rowKey } from "#parts/row-key.ts";
import type { Theme } from "#parts/theme-fields.tsx";

type LinkPage = Schemas["LinkPage"];

/** Rows as they are typed; `key` only tells them apart. */
export type LinkRow = { readonly key: string; readonly slug: string; readonly label: string };
export type SocialRow = { readonly key: string; readonly label: string; readonly url: string };

export type LinkPageForm = {
  readonly links: readonly LinkRow[];
  readonly socials: readonly SocialRow[];
  readonly theme: Theme;
  readonly language: string;
};

/** A link page as its fields hold it. */
export const formOfLinkPage = ({ links, socials, theme, language }: LinkPage): LinkPageForm => ({
  links: links.map(({ slug, label }) => ({ key: rowKey(), slug, label: label ?? "" })),
  socials: socials.map((one) => ({ key: rowKey(), ...one })),
  ...{ theme, language },
});

/** What the API is sent of it: the whole, for it empties what is left out. */
export function changeOfLinkPage({
  links,
  socials,
  theme,
  language,
}: LinkPageForm): Schemas["LinkPageChange"] {
  return {
    links: links.map(({ slug, label }) => ({ slug, label: label.trim() || null })),
    socials: socials.map(({ label, url }) => ({ label: label.trim(), url: url.trim() })),
    theme: theme as NonNullable<Schemas["LinkPageChange"]["theme"]>,
    language: language.trim(),
  };
}

/** The rows with one moved up or down. */
export function withMoved<T>(rows: readonly T[], from: number, by: -1 | 1): T[] {
  const [row, other] = [rows[from], rows[from + by]];
  if (row === undefined || other === undefined) return [...rows];
  return rows.with(from, other).with(from + by, row);
}
