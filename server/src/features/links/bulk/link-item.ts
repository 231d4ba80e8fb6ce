import type { z } from "@hono/zod-openapi";
import { CreateLinkBody, LinkChangeBody } from "#features/links/link-body.ts";
import { isReserved, Slug } from "#features/links/slug.ts";
import { AppError } from "#kernel/errors.ts";
import { parseInput } from "#platform/http/parse-input.ts";
import { adaptSlug } from "./adapt-slug.ts";

/** How a slug is made for a link that was sent without one. */
type NewSlug = Pick<z.output<typeof CreateLinkBody>, "slugPrefix" | "slugLength">;

/** One link of many, checked as a single one would be; its password is still in the clear. */
export type LinkItem = {
  readonly slug: Slug | NewSlug;
  readonly body: z.output<typeof LinkChangeBody>;
  /** It had a password where it comes from. */
  readonly wasProtected: boolean;
  /** The slug as it was sent, where another stands for it. */
  readonly adaptedFrom?: string;
};

export type SlugPolicy = "strict" | "adapt";

/** What a link that is read has, and nobody can write. */
const SHOWN_ONLY = ["shortUrl", "qrUrl", "status", "clicks", "version", "createdAt", "updatedAt"];

/** Throws the refusal that the same link alone would have met. */
export function parseItem(sent: unknown, slugs: SlugPolicy = "strict"): LinkItem {
  if (typeof sent !== "object" || sent === null || Array.isArray(sent)) {
    throw new AppError("invalid_payload", "A link is a JSON object.");
  }
  const { slug, passwordProtected, ...rest } = sent as Record<string, unknown>;
  for (const field of SHOWN_ONLY) delete rest[field];
  // Whatever else than "no" it says: a lock is not to come off by a misspelt word.
  const wasProtected = ![undefined, null, false, ""].includes(passwordProtected as string);
  if (slug === undefined || slug === null || slug === "") {
    const { slugPrefix, slugLength, ...body } = parseInput(CreateLinkBody, rest);
    return { slug: { slugPrefix, slugLength }, body, wasProtected };
  }
  const body = parseInput(LinkChangeBody, rest);
  if (slugs === "strict" || typeof slug !== "string" || isFree(slug)) {
    return { slug: parseSlug(slug), body, wasProtected };
  }
  const externalId = body.externalId ?? slug.trim().slice(0, 255);
  return { slug: adaptSlug(slug), body: { ...body, externalId }, wasProtected, adaptedFrom: slug };
}

function isFree(text: string): boolean {
  const slug = Slug.safeParse(text);
  return slug.success && !isReserved(slug.data);
}

function parseSlug(sent: unknown): Slug {
  const slug = Slug.safeParse(sent);
  if (slug.success) return slug.data;
  const message = slug.error.issues[0]?.message ?? "It is no slug.";
  throw new AppError("invalid_slug", `slug: ${message}`, {
    details: { details: [{ path: "slug", message }] },
  });
}
