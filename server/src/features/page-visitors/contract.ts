import { z } from "@hono/zod-openapi";
import { PageSlug } from "#features/pages/index.ts";
import { Email } from "#features/users/index.ts";
import { PAGE_MODES } from "#kernel/page-document.ts";
import { defineOperation } from "#platform/http/operation.ts";

const Handle = z.string().toLowerCase().max(64);
const Token = z.string().regex(/^visv1_[\w-]{43}$/, "This is no token of a link.");
const instant = z.iso.datetime();

const VisitorBody = z
  .object({ visitorId: z.string(), email: z.string(), signedInAt: instant, expiresAt: instant })
  .openapi("Visitor");

const auth = { auth: "none" } as const;

export const requestVisitorLink = defineOperation({
  ...auth,
  id: "requestVisitorLink",
  method: "post",
  path: "/v2/visitor/auth/magic-link",
  summary: "Mail somebody a link that signs them in, once and within fifteen minutes",
  description:
    "The answer is the same whoever the address is. With `handle` and `pageSlug` the link opens that page on the handle's " +
    "host. While five links for an address are good no other is mailed.",
  request: {
    body: z
      .strictObject({ email: Email, handle: Handle.optional(), pageSlug: PageSlug.optional() })
      .refine(({ handle, pageSlug }) => (handle === undefined) === (pageSlug === undefined), {
        path: ["pageSlug"],
        error: "Send the handle and the page, or neither.",
      })
      .openapi("RequestVisitorLink"),
  },
  responses: { 202: "empty" },
  errors: ["invalid_email", "invalid_slug", "not_found"],
});

const query = z.strictObject({ token: Token });

export const showVisitorLink = defineOperation({
  ...auth,
  id: "showVisitorLink",
  method: "get",
  path: "/v2/visitor/auth/confirm",
  summary: "The page behind a mailed link; opening it does nothing, its button signs in",
  request: { query },
  responses: { 200: "passed" },
  errors: [],
});

export const confirmVisitorLink = defineOperation({
  ...auth,
  id: "confirmVisitorLink",
  method: "post",
  path: "/v2/visitor/auth/confirm",
  summary: "Sign in by the button of that page",
  request: { query },
  responses: { 200: "passed" },
  errors: ["expired_magic_link", "used_magic_link"],
});

export const verifyVisitorLink = defineOperation({
  ...auth,
  id: "verifyVisitorLink",
  method: "post",
  path: "/v2/visitor/auth/verify",
  summary: "Sign in with the token of a mailed link; sets the cookie `_sy_visitor`",
  request: { body: z.strictObject({ token: Token }).openapi("VerifyVisitorLink") },
  responses: { 200: VisitorBody },
  errors: ["expired_magic_link", "used_magic_link"],
});

export const signOutVisitor = defineOperation({
  ...auth,
  id: "signOutVisitor",
  method: "post",
  path: "/v2/visitor/auth/logout",
  summary: "End the session that the cookie names; nothing where it names none",
  responses: { 204: "empty" },
  errors: [],
});

export const getVisitor = defineOperation({
  ...auth,
  id: "getVisitor",
  method: "get",
  path: "/v2/visitor/me",
  summary: "Who the cookie names",
  responses: { 200: VisitorBody },
  errors: ["missing_visitor_session"],
});

export const listVisitorAccess = defineOperation({
  ...auth,
  id: "listVisitorAccess",
  method: "get",
  path: "/v2/visitor/access",
  summary: "The pages that whoever the cookie names has opened or bought, the newest first",
  responses: {
    200: z.object({
      access: z.array(
        z
          .object({
            handle: z.string(),
            pageSlug: z.string(),
            title: z.string(),
            url: z.string().openapi({ format: "uri" }),
            kind: z.enum(["LOGIN", "PURCHASE"]),
            grantedAt: instant,
          })
          .openapi("VisitorAccess"),
      ),
    }),
  },
  errors: ["missing_visitor_session"],
});

export const checkPageAccess = defineOperation({
  ...auth,
  id: "checkPageAccess",
  method: "post",
  path: "/v2/public/pages/{handle}/{pageSlug}/access-check",
  summary: "Whether whoever the cookie names may read a page, and what it would take",
  request: { params: z.object({ handle: Handle, pageSlug: PageSlug }) },
  responses: {
    200: z
      .object({
        allowed: z.boolean(),
        reason: z.enum(["PUBLIC", "SIGNED_IN", "PURCHASED", "LOGIN_REQUIRED", "PAYMENT_REQUIRED"]),
        mode: z.enum(PAGE_MODES),
        priceCents: z.int().nullable(),
        currency: z.string().nullable(),
      })
      .openapi("PageAccess"),
  },
  errors: ["invalid_slug", "not_found"],
});
