import { z } from "@hono/zod-openapi";

const FORM = /^https?:\/\/[^\s/?#@\\%]+$/;
const HOST = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/;
const LOCAL = /^(?:.+\.)?localhost$/;

/** A site as its pages name it in `Origin`, so that comparing texts is comparing sites. */
export const Origin = z
  .string()
  .max(300)
  .transform((text, issues) => {
    const origin = asBrowsersWriteIt(text.toLowerCase());
    if (origin !== undefined) return origin;
    issues.addIssue({
      code: "custom",
      message:
        "An origin is https://host or https://host:port and nothing more; http is for localhost alone.",
    });
    return z.NEVER;
  });

/** Punycode, and no port that goes without saying; `undefined` for what no page can be at. */
function asBrowsersWriteIt(text: string): string | undefined {
  const url = FORM.test(text) ? URL.parse(text) : null;
  if (url === null || !HOST.test(url.hostname)) return undefined;
  return url.protocol === "https:" || LOCAL.test(url.hostname) ? url.origin : undefined;
}
