import { z } from "@hono/zod-openapi";
import { keyAfter } from "#kernel/page.ts";
import { defineOperation } from "#platform/http/operation.ts";
import { DECISIONS } from "./destination-domain.ts";

/** Any text: one that is no domain is one that was never added. */
const named = z.object({ domain: z.string().max(255).openapi({ example: "example.com" }) });
const reading = { role: "CREATOR", scope: "links.read" } as const;
const deciding = { role: "OPERATOR", scope: "jwt-only" } as const;

const instant = z.iso.datetime();

const DomainBody = z
  .object({
    domain: z
      .string()
      .openapi({ description: "In lower case and punycode; it stands for all below it too." }),
    decision: z.enum(DECISIONS),
    source: z.string().nullable(),
    verifiedAt: instant.nullable(),
    proof: z.object({
      txtName: z.string().nullable().openapi({ description: "Where in DNS; null for an address." }),
      txtValue: z.string(),
    }),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi("DestinationDomain");

export const listDestinationDomains = defineOperation({
  ...reading,
  id: "listDestinationDomains",
  method: "get",
  path: "/destination-domains",
  summary: "List the domains that links may or may not lead to",
  request: {
    query: z.strictObject({
      decision: z.enum(DECISIONS).optional(),
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

export const addDestinationDomain = defineOperation({
  ...deciding,
  id: "addDestinationDomain",
  method: "post",
  path: "/destination-domains",
  summary: "Add a domain, to be decided on and verified",
  request: { body: z.strictObject({ domain: z.string().min(1).max(255) }).openapi("AddDestinationDomain") },
  responses: { 201: DomainBody },
  errors: ["conflict"],
  creates: true,
});

export const verifyDestinationDomain = defineOperation({
  ...deciding,
  id: "verifyDestinationDomain",
  method: "post",
  path: "/destination-domains/{domain}/verify",
  free: true,
  summary: "Look whether the proof is in the domain's DNS",
  description: "Where it is not, the answer says why, and a domain that was verified before no longer is.",
  request: { params: named },
  responses: {
    200: z.object({ verified: z.boolean(), reason: z.string().nullable(), domain: DomainBody }),
  },
  errors: ["not_found"],
});

export const decideDestinationDomain = defineOperation({
  ...deciding,
  id: "decideDestinationDomain",
  method: "post",
  path: "/destination-domains/{domain}/decision",
  free: true,
  summary: "Allow, block or put up for review a domain and all below it",
  description:
    "BLOCK refuses the domain to new destinations and stops the redirects that lead there, also those to what is below " +
    "it and allowed by itself. ALLOW and REVIEW say what people have found, and refuse nothing.",
  request: {
    params: named,
    body: z
      .strictObject({
        decision: z.enum(DECISIONS),
        source: z.string().trim().min(1).max(100).openapi({ example: "manual" }),
      })
      .openapi("DecideDestinationDomain"),
  },
  responses: { 200: DomainBody },
  errors: ["not_found"],
});

export const deleteDestinationDomain = defineOperation({
  ...deciding,
  id: "deleteDestinationDomain",
  method: "delete",
  path: "/destination-domains/{domain}",
  summary: "Forget a domain, with what was decided of it",
  request: { params: named },
  responses: { 204: "empty" },
  errors: ["not_found"],
});
