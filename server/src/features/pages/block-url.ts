import { z } from "@hono/zod-openapi";
import { DestinationUrl } from "#platform/routing/destination-url.ts";

const MAIL = /^mailto:[^\s<>"'\\?&#]{1,254}@[^\s<>"'\\?&#]{1,253}$/;
const TELEPHONE = /^tel:\+?[0-9().-]{3,32}$/;
/** Two slashes, or a backslash, would name another host. */
const PATH = /^\/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,1000}(?:#[A-Za-z0-9_-]{1,64})?$/;
const PLACE = /^#[A-Za-z0-9_-]{1,64}$/;

const isOwn = (text: string) => PATH.test(text) || PLACE.test(text);

/** Where something on a page may lead. */
export const BlockUrl = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    if (isOwn(text) || MAIL.test(text) || TELEPHONE.test(text)) return;
    const fault = DestinationUrl.safeParse(text).error?.issues[0]?.message;
    if (fault !== undefined) {
      context.addIssue({
        code: "custom",
        message: `${fault} mailto:, tel:, /paths and #places are fine too.`,
      });
    }
  });

/** A picture: https alone, or a path of the same host. */
export const ImageUrl = z
  .string()
  .max(2048)
  .superRefine((text, context) => {
    if (PATH.test(text)) return;
    const fault = DestinationUrl.safeParse(text).error?.issues[0]?.message;
    const message =
      fault ?? (/^https:/i.test(text) ? undefined : "It must begin with https:// or be a /path.");
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
