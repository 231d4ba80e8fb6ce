import { z } from "@hono/zod-openapi";

const LENGTH_MAX = 2048;
/** In `Location`, where every character beyond ASCII is three to nine: clients read no header over 16 KB. */
const HREF_LENGTH_MAX = 8192;

/** Blanks, control characters and marks that turn the reading direction hide from a reader where a URL leads. */
const HIDING = /[\p{Cc}\p{Z}\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\\]/u;

/**
 * An absolute http(s) URL that every parser reads alike: neither lenient forms that only browsers repair, nor a user
 * name that looks like the host.
 */
export const DestinationUrl = z
  .string()
  .max(LENGTH_MAX)
  .superRefine((text, context) => {
    const fault = faultOf(text);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  })
  .openapi({ format: "uri" });

function faultOf(text: string): string | undefined {
  if (HIDING.test(text)) return "It has a blank, a control character or a backslash in it.";
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? [];
  if (authority === undefined) return "It must begin with https:// or http:// and a host.";
  if (authority.includes("@")) return "It may not have a user name or password in it.";
  const url = URL.parse(text);
  if (url === null) return "It is not a URL.";
  if (url.href.length > HREF_LENGTH_MAX) return `Written in ASCII it is longer than ${HREF_LENGTH_MAX}.`;
  return undefined;
}
