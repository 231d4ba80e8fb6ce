import { z } from "@hono/zod-openapi";
import { isNameOrAddress } from "./canonical-host.ts";
import { confusionOf } from "./confusable-host.ts";

const LENGTH_MAX = 2048;
/** In `Location`, where every character beyond ASCII is three to nine: clients read no header over 16 KB. */
const HREF_LENGTH_MAX = 8192;

/**
 * Blanks, control characters, marks that turn the reading direction and all else that cannot be seen hide from a reader
 * where a URL leads. Not so the joiners and variants without which some scripts and emoji cannot be written.
 */
const HIDING =
  /\u034f|[\p{Cc}\p{Z}\p{Bidi_Control}\u00ad\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e00ff}\\]/u;

/**
 * An absolute http(s) URL that every parser reads alike and no reader takes for another: neither lenient forms that only
 * browsers repair, nor a user name that looks like the host, nor a host in letters that pass for others.
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
  if (HIDING.test(text)) return "It has a blank, a backslash or a character in it that cannot be seen.";
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? [];
  if (authority === undefined) return "It must begin with https:// or http:// and a host.";
  if (authority.includes("@")) return "It may not have a user name or password in it.";
  if (authority.includes("%")) return "It may not have percent signs in its host.";
  const url = URL.parse(text);
  if (url === null) return "It is not a URL.";
  if (url.href.length > HREF_LENGTH_MAX) return `Written in ASCII it is longer than ${HREF_LENGTH_MAX}.`;
  return faultOfHost(url, authority.replace(/:\d*$/, ""));
}

/** `typed` is the host as it was sent. Programs differ in what they make of 0x7f.1 and 2130706433. */
function faultOfHost({ hostname, port }: URL, typed: string): string | undefined {
  if (!isNameOrAddress(hostname)) return "Its host is no name that DNS could hold.";
  if (/^[\d.]+$/.test(hostname) && typed !== hostname) return "Write the address as four decimal numbers.";
  if (port === "0") return "Nothing answers at port 0.";
  return confusionOf(hostname);
}
