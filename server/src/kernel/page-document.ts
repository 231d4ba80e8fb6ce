export const PAGE_MODES = ["PUBLIC", "FREE_WITH_LOGIN", "PAID"] as const;
export type PageMode = (typeof PAGE_MODES)[number];

/** The kinds of field that a form may ask for. */
export const FORM_FIELD_KINDS = ["text", "email", "tel", "textarea", "select", "checkbox"] as const;

/** A field of a form; `options` are what a `select` offers. */
export type FormField = {
  readonly name: string;
  readonly label: string;
  readonly kind: (typeof FORM_FIELD_KINDS)[number];
  readonly required: boolean;
  readonly options: readonly string[];
};

/** Something that leads somewhere: an http(s), `mailto:` or `tel:` address, a path of the same host, or `#` a place of the page. */
export type LabelledLink = { readonly label: string; readonly url: string };

/** One part of a page. Addresses were checked when they were written; texts are as somebody typed them. */
export type Block =
  | {
      readonly type: "hero";
      readonly heading: string;
      readonly subheading: string | null;
      readonly imageUrl: string | null;
      readonly imageAlt: string;
      readonly button: LabelledLink | null;
    }
  | { readonly type: "text"; readonly markdown: string }
  | {
      readonly type: "image";
      readonly url: string;
      readonly alt: string;
      readonly caption: string | null;
      readonly linkUrl: string | null;
      /** In CSS pixels: with both the page does not jump when it loads. */
      readonly width: number | null;
      readonly height: number | null;
    }
  | ({ readonly type: "button"; readonly style: "primary" | "secondary" } & LabelledLink)
  | {
      readonly type: "links";
      readonly heading: string | null;
      readonly items: readonly (LabelledLink & { readonly description: string | null })[];
    }
  | { readonly type: "video"; readonly url: string; readonly title: string }
  | {
      readonly type: "form";
      readonly heading: string | null;
      readonly description: string | null;
      readonly fields: readonly FormField[];
      readonly submitLabel: string;
      readonly successMessage: string;
    }
  | {
      readonly type: "product";
      readonly name: string;
      readonly description: string | null;
      readonly imageUrl: string | null;
      readonly imageAlt: string;
      readonly priceCents: number;
      readonly currency: string;
      readonly button: LabelledLink | null;
    }
  | {
      readonly type: "countdown";
      /** RFC 3339. */
      readonly endsAt: string;
      readonly label: string;
      readonly endedText: string;
    }
  | {
      readonly type: "faq";
      readonly heading: string | null;
      /** Answers are Markdown. */
      readonly items: readonly { readonly question: string; readonly answer: string }[];
    }
  | { readonly type: "divider" }
  | {
      readonly type: "html";
      readonly html: string;
      readonly title: string;
      /** In CSS pixels. */
      readonly height: number;
    };

export const PAGE_FONTS = ["system", "serif", "mono", "rounded", "humanist"] as const;

/** How a page looks. `css` has been through `parseSafeCss`. */
export type PageTheme = {
  readonly mode: "light" | "dark" | "auto";
  /** `#rrggbb`. */
  readonly accent: string;
  readonly font: (typeof PAGE_FONTS)[number];
  readonly css: string | null;
};

/** What search engines and networks are told, where that is not what the page says itself. */
export type PageSeo = {
  readonly title: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly noindex: boolean;
};

/** All that somebody decides about a page; plain JSON, in which form every version of it is kept. */
export type PageDocument = {
  readonly title: string;
  readonly mode: PageMode;
  /** In the smallest unit of the currency; both are null unless the page is `PAID`. */
  readonly priceCents: number | null;
  readonly currency: string | null;
  /** BCP 47. */
  readonly language: string;
  readonly direction: "auto" | "ltr" | "rtl";
  readonly blocks: readonly Block[];
  readonly theme: PageTheme;
  readonly seo: PageSeo;
  /** The campaign that its visits count for. */
  readonly campaignId: string | null;
};

/** What the edge serves under a page's slug: a version that never changes, read when it is first asked for. */
export type PageRoute = { readonly page: { readonly version: number } };

export const PLAIN_THEME: PageTheme = { mode: "auto", accent: "#2457d6", font: "system", css: null };
export const PLAIN_SEO: PageSeo = { title: null, description: null, imageUrl: null, noindex: false };

/** What a handle's root shows below its profile: the links that its owner has chosen, and no other. */
export type LinkPageDocument = {
  /** Of links and pages, in this order; a label that is not given is their title. */
  readonly links: readonly { readonly slug: string; readonly label: string | null }[];
  readonly socials: readonly LabelledLink[];
  readonly theme: PageTheme;
  readonly language: string;
};

export const PLAIN_LINK_PAGE: LinkPageDocument = {
  links: [],
  socials: [],
  theme: PLAIN_THEME,
  language: "en",
};
