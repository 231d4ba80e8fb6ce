import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { DOMAIN_STATES } from "./account-domain.ts";

/** Any text: one that is no domain is one that was never added. */
const named = z.object({ domain: z.string().max(255).openapi({ example: "go.example.com" }) });
const mine = { auth: "user" } as const;
const ROUTES_MAX = 100;
const PRIORITY_MAX = 1_000_000;

const instant = z.iso.datetime().nullable();
/** Handles are looked up as they are named: one that cannot be is one that is not there. */
const HandleNamed = z.string().min(1).max(64);

const RouteBody = z.object({
  handle: z.string(),
  isServed: z.boolean().openapi({ description: "False where you are no OPERATOR of the handle any more." }),
});

const DomainBody = z
  .object({
    domain: z.string().openapi({ description: "In lower case and punycode; this host alone." }),
    displayName: z.string().openapi({ description: "As people write it." }),
    state: z.enum(DOMAIN_STATES),
    nextStep: z.string().openapi({ description: "What to do now, in words." }),
    problem: z.string().nullable().openapi({ description: "Why the proof was not found." }),
    records: z.array(
      z.object({ type: z.string(), name: z.string(), value: z.string(), purpose: z.string() }),
    ),
    verifiedAt: instant,
    checkedAt: instant,
    nextCheckAt: instant,
    failingSince: instant,
    servedUntil: instant.openapi({ description: "At the least, while the proof is missing." }),
    routes: z.object({
      default: RouteBody.nullable(),
      pathRules: z.array(RouteBody.extend({ pathPrefix: z.string(), priority: z.int() })),
    }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("AccountDomain");

/** `/promo`, also written `/promo/`: whole segments, and no way up. */
const PathPrefix = z
  .string()
  .max(200)
  .transform((text) => text.replace(/\/+$/, ""))
  .refine(
    (text) => /^(?:\/[\w.~!$&'()*+,;=:@-]+)+$/.test(text) && !/\/\.{1,2}(?:\/|$)/.test(text),
    "Write a path such as /promo, in letters, digits and signs; the whole host is defaultHandle's.",
  );

export const addAccountDomain = defineOperation({
  ...mine,
  id: "addAccountDomain",
  method: "post",
  path: "/v2/account/domains",
  summary: "Add a host of your own",
  description:
    "Nothing is served there before the TXT record that the answer names is in its DNS. Many accounts may add one host; " +
    "whoever proves it has it.",
  request: { body: z.strictObject({ domain: z.string().min(1).max(255) }).openapi("AddAccountDomain") },
  responses: { 201: DomainBody },
  errors: ["conflict"],
  creates: true,
});

export const listAccountDomains = defineOperation({
  ...mine,
  id: "listAccountDomains",
  method: "get",
  path: "/v2/account/domains",
  summary: "Your hosts, by name",
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      nextToken: z
        .string()
        .max(500)
        .transform((token, context) => {
          const [domain, ...rest] = keyAfter(token) ?? [];
          if (typeof domain === "string" && rest.length === 0) return domain;
          context.addIssue({ code: "custom", message: "No list has given this out." });
          return z.NEVER;
        })
        .optional(),
    }),
  },
  responses: { 200: z.object({ domains: z.array(DomainBody), nextToken: z.string().nullable() }) },
  errors: [],
});

export const getAccountDomain = defineOperation({
  ...mine,
  id: "getAccountDomain",
  method: "get",
  path: "/v2/account/domains/{domain}",
  summary: "One host, its proof and where it leads",
  request: { params: named },
  responses: { 200: DomainBody },
  errors: ["not_found"],
  versioned: true,
});

export const deleteAccountDomain = defineOperation({
  ...mine,
  id: "deleteAccountDomain",
  method: "delete",
  path: "/v2/account/domains/{domain}",
  summary: "Give a host up: it is served no more",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
});

export const reconcileAccountDomain = defineOperation({
  ...mine,
  id: "reconcileAccountDomain",
  method: "post",
  path: "/v2/account/domains/{domain}/reconcile",
  free: true,
  summary: "Look for the proof in DNS now",
  request: { params: named },
  responses: { 200: DomainBody },
  errors: ["not_found"],
});

export const putAccountDomainRoutes = defineOperation({
  ...mine,
  id: "putAccountDomainRoutes",
  method: "put",
  path: "/v2/account/domains/{domain}/routes",
  summary: "Say which handles a host leads to",
  description:
    "A path is the handle's of the rule with the highest `priority` among those it begins with, of several the longest; " +
    "else the `defaultHandle`'s. The path stays as it is: `/promo` is what the handle has at `/promo`. You must be an " +
    "OPERATOR of each handle, and a rule is served only while you are.",
  request: {
    params: named,
    body: z
      .strictObject({
        defaultHandle: HandleNamed.nullable().optional(),
        pathRules: z
          .array(
            z.strictObject({
              pathPrefix: PathPrefix,
              handle: HandleNamed,
              priority: z.int().min(-PRIORITY_MAX).max(PRIORITY_MAX).default(0),
            }),
          )
          .max(ROUTES_MAX)
          .refine(
            (rules) => new Set(rules.map(({ pathPrefix }) => pathPrefix.toLowerCase())).size === rules.length,
            "Name each pathPrefix once.",
          )
          .optional(),
      })
      .openapi("PutAccountDomainRoutes"),
  },
  responses: { 200: DomainBody },
  errors: ["not_found", "invalid_handle"],
  versioned: true,
});
