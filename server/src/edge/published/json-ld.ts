import { type Html, html } from "#edge/html.ts";
import type { Block, PageDocument } from "#kernel/page-document.ts";
import { decimalOf } from "./format-price.ts";

type Facts = {
  readonly url: string;
  readonly origin: string;
  readonly title: string;
  readonly description: string | null;
};

/** What search engines read of a page, in schema.org's words. It is data, and no browser runs it. */
export function jsonLd(
  { language, mode, blocks }: PageDocument,
  { url, origin, title, description }: Facts,
): Html {
  const things = [
    {
      "@type": "WebPage",
      ...{ name: title, url, inLanguage: language, isAccessibleForFree: mode !== "PAID" },
      ...(description !== null && { description }),
    },
    // What only some may read is nobody else's to find.
    ...(mode === "PUBLIC" ? blocks.flatMap((block) => thingOf(block, url, origin)) : []),
  ];
  const text = JSON.stringify({ "@context": "https://schema.org", "@graph": things });
  // Inside a script nothing is escaped as HTML is, so no "<" may be there at all.
  const inert = text.replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return html`<script type="application/ld+json">${{ text: inert }}</script>\n`;
}

function thingOf(block: Block, url: string, origin: string): readonly object[] {
  if (block.type === "faq") {
    const mainEntity = block.items.map(({ question, answer }) => ({
      "@type": "Question",
      name: question,
      acceptedAnswer: { "@type": "Answer", text: answer },
    }));
    return [{ "@type": "FAQPage", mainEntity }];
  }
  if (block.type !== "product") return [];
  const { name, description, imageUrl, priceCents, currency } = block;
  const offers = { "@type": "Offer", price: decimalOf(priceCents, currency), priceCurrency: currency, url };
  return [
    {
      "@type": "Product",
      ...{ name, offers },
      ...(description !== null && { description }),
      ...(imageUrl !== null && { image: imageUrl.startsWith("/") ? origin + imageUrl : imageUrl }),
    },
  ];
}
