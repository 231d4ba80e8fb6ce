import type { TextKey } from "#text/t.ts";
import type { Fields, KeyedBlock, Value } from "./page-draft.ts";

/** How a field of a block is asked for. */
export type Field = {
  readonly name: string;
  readonly label: TextKey;
  readonly as:
    | "LINE"
    | "TEXT"
    | "CODE"
    | "URL"
    | "NUMBER"
    | "PRICE"
    | "MOMENT"
    | "FLAG"
    | "CHOICE"
    | "LINES"
    | "BUTTON"
    | "ITEMS";
  /** Without it the API refuses the block. */
  readonly isRequired?: boolean;
  /** Empty is `null` to the API, not a text of no letters. */
  readonly isNullable?: boolean;
  readonly choices?: readonly string[];
  /** Of each item of a list. */
  readonly of?: readonly Field[];
  /** Only where the others say so. */
  readonly when?: (fields: Fields) => boolean;
};

type Kind = { readonly fields: readonly Field[]; readonly fresh: Fields };

const line = (name: string, label: TextKey, more: Partial<Field> = {}): Field => ({
  ...{ name, label, as: "LINE" as const },
  ...more,
});
const needed = { isRequired: true } as const;
const nullable = { isNullable: true } as const;
const url = { as: "URL" } as const;
const heading = line("heading", "block.heading", nullable);
const imageUrl = line("imageUrl", "block.image", { ...url, ...nullable });
const imageAlt = line("imageAlt", "block.alt");
const button = line("button", "block.button", { as: "BUTTON", ...nullable });
const label = line("label", "block.label", needed);
const target = line("url", "block.url", { ...url, ...needed });

/** The kinds of field that a form may ask for. */
const ASKED = ["text", "email", "tel", "textarea", "select", "checkbox"] as const;

const FIELDS_OF_LINK = [
  line("label", "block.link", needed),
  target,
  line("description", "block.text", nullable),
];
const FIELDS_OF_FORM = [
  line("label", "block.field.label", needed),
  line("name", "block.field.name", needed),
  line("kind", "block.field.kind", { as: "CHOICE", choices: ASKED }),
  line("options", "block.field.options", { as: "LINES", when: ({ kind }) => kind === "select" }),
  line("required", "block.field.required", { as: "FLAG" }),
];
const FIELDS_OF_FAQ = [
  line("question", "block.question", needed),
  line("answer", "block.answer", { as: "TEXT", ...needed }),
];

/** What a list begins and goes on with. */
export const FRESH_ITEMS: Readonly<Record<string, Fields>> = {
  "links.items": { label: "", url: "", description: null },
  "form.fields": { name: "", label: "", kind: "text", required: false, options: [] },
  "faq.items": { question: "", answer: "" },
};

/** Every kind of block: what it has, and what it begins with. */
export const BLOCK_KINDS = {
  hero: {
    fields: [
      line("heading", "block.heading", needed),
      line("subheading", "block.subheading", nullable),
      ...[imageUrl, imageAlt, button],
    ],
    fresh: { heading: "", subheading: null, imageUrl: null, imageAlt: "", button: null },
  },
  text: { fields: [line("markdown", "block.markdown", { as: "TEXT", ...needed })], fresh: { markdown: "" } },
  image: {
    fields: [
      line("url", "block.image", { ...url, ...needed }),
      line("alt", "block.alt"),
      line("caption", "block.caption", nullable),
      line("linkUrl", "block.url", { ...url, ...nullable }),
      line("width", "block.width", { as: "NUMBER", ...nullable }),
      line("height", "block.height", { as: "NUMBER", ...nullable }),
    ],
    fresh: { url: "", alt: "", caption: null, linkUrl: null, width: null, height: null },
  },
  button: {
    fields: [
      label,
      target,
      line("style", "block.style", { as: "CHOICE", choices: ["primary", "secondary"] }),
    ],
    fresh: { label: "", url: "", style: "primary" },
  },
  links: {
    fields: [heading, line("items", "block.links", { as: "ITEMS", of: FIELDS_OF_LINK })],
    fresh: { heading: null, items: [FRESH_ITEMS["links.items"] ?? null] },
  },
  video: {
    fields: [line("url", "block.video", { ...url, ...needed }), line("title", "block.title.of", needed)],
    fresh: { url: "", title: "" },
  },
  form: {
    fields: [
      heading,
      line("description", "block.text", { as: "TEXT", ...nullable }),
      line("fields", "block.fields", { as: "ITEMS", of: FIELDS_OF_FORM }),
      line("submitLabel", "block.submit", needed),
      line("successMessage", "block.thanks", needed),
    ],
    fresh: {
      ...{ heading: null, description: null, submitLabel: "Send", successMessage: "Thank you." },
      fields: [{ name: "email", label: "E-mail", kind: "email", required: true, options: [] }],
    },
  },
  product: {
    fields: [
      line("name", "block.product", needed),
      line("description", "block.text", { as: "TEXT", ...nullable }),
      ...[imageUrl, imageAlt],
      line("priceCents", "block.price", { as: "PRICE", ...needed }),
      line("currency", "block.currency", needed),
      button,
    ],
    fresh: {
      ...{ name: "", description: null, imageUrl: null, imageAlt: "" },
      ...{ priceCents: null, currency: "EUR", button: null },
    },
  },
  countdown: {
    fields: [
      line("label", "block.counted", needed),
      line("endsAt", "block.ends", { as: "MOMENT", ...needed }),
      line("endedText", "block.ended", needed),
    ],
    fresh: { label: "", endsAt: "", endedText: "This is over." },
  },
  faq: {
    fields: [heading, line("items", "block.questions", { as: "ITEMS", of: FIELDS_OF_FAQ })],
    fresh: { heading: null, items: [FRESH_ITEMS["faq.items"] ?? null] },
  },
  divider: { fields: [], fresh: {} },
  html: {
    fields: [
      line("title", "block.title.of", needed),
      line("html", "block.html", { as: "CODE", ...needed }),
      line("height", "block.height", { as: "NUMBER", ...needed }),
    ],
    fresh: { title: "", html: "", height: 400 },
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type BlockType = keyof typeof BLOCK_KINDS;
export const BLOCK_TYPES = Object.keys(BLOCK_KINDS) as readonly BlockType[];

/** What a block has; nothing for a kind that this page does not know, which is kept as it is. */
export const fieldsOf = (type: string): readonly Field[] =>
  (BLOCK_KINDS as Readonly<Record<string, Kind>>)[type]?.fields ?? [];

/** A block of that kind, with nothing in it yet. */
export const freshBlock = (type: BlockType): KeyedBlock["block"] => ({ type, ...BLOCK_KINDS[type].fresh });

/** The paths, as the API writes them, of what is still to be filled in. */
export function missingIn(fields: readonly Field[], values: Fields, path: string): readonly string[] {
  return fields.flatMap(({ name, as, isRequired, of, when }) => {
    const value = values[name] ?? null;
    const here = `${path}.${name}`;
    if (when?.(values) === false) return [];
    if (as === "ITEMS") {
      const items = value as readonly Fields[];
      if (items.length === 0) return [here];
      return items.flatMap((item, index) => missingIn(of ?? [], item, `${here}.${index}`));
    }
    if (as === "LINES") return (value as readonly Value[]).length === 0 ? [here] : [];
    if (as === "BUTTON") {
      return value === null ? [] : missingIn([label, target], value as Fields, here);
    }
    const isEmpty = value === null || (typeof value === "string" && value.trim() === "");
    return isRequired && isEmpty ? [here] : [];
  });
}

/** What a button that belongs to a block has. */
export const FIELDS_OF_BUTTON: readonly Field[] = [label, target];
