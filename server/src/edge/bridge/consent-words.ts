import { shorten } from "./shorten.ts";
import type { TagTemplate } from "./tag-of.ts";

/** In plain words, who learns of a visit and what: all that a visitor is to know before agreeing. */
export type ConsentWords = { readonly who: string; readonly what: string };

const HOST_LENGTH_MAX = 253;

export function consentWords(template: TagTemplate): ConsentWords {
  switch (template.kind) {
    case "meta_pixel":
      return {
        who: "Meta (Facebook and Instagram)",
        what: "that you opened this link, with which browser, and from which network address. Meta sets cookies and may connect this with an account you have there.",
      };
    case "gtm_event":
      return {
        who: "Google Tag Manager",
        what: "that you opened this link, with which browser, and from which network address. Whoever made the link decides there which of Google’s services are told, and these may set cookies.",
      };
    case "ga4_event":
      return {
        who: "Google Analytics",
        what: "that you opened this link, with which browser, and from which network address. Google sets cookies to know your browser again.",
      };
    case "custom_webhook":
      return {
        who: shorten(URL.parse(template.parameters.url)?.hostname ?? "", HOST_LENGTH_MAX),
        what: "that you opened this link, when, with which browser, and from which network address. It can recognise this visit at the destination, and sets no cookies here.",
      };
  }
}
