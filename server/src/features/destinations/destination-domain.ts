import { randomBytes } from "node:crypto";
import { AppError } from "#kernel/errors.ts";
import { isAddress, parseHost } from "#platform/routing/canonical-host.ts";

export const DECISIONS = ["ALLOW", "BLOCK", "REVIEW"] as const;
export type Decision = (typeof DECISIONS)[number];

/** A host that links may lead to, with all below it, and what its handle has decided of it. */
export type DestinationDomain = {
  /** As `parseHost` writes it. */
  readonly domain: string;
  readonly decision: Decision;
  /** Who decided; `null` before anyone has. */
  readonly source: string | null;
  /** The text that proves who has the domain, once it is in its DNS. */
  readonly proof: string;
  /** Since when it is proven. */
  readonly verifiedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Where the proof belongs in DNS; an address has no such place. */
export const proofNameOf = (domain: string): string | null =>
  isAddress(domain) ? null : `_switchyard.${domain}`;

export const newProof = (): string => `switchyard-proof=${randomBytes(20).toString("hex")}`;

/** Throws for what is more or less than one host, and for a name like `com`, below which is half of the internet. */
export function requireDomain(text: string): string {
  const domain = parseHost(text);
  if (domain === undefined)
    throw refusal("It must be a host such as example.com, or an address, and no more.");
  if (!domain.includes(".") && !isAddress(domain) && domain !== "localhost") {
    throw refusal("It must have a dot in it: a single word stands for all that is below it.");
  }
  return domain;
}

/** The same for one that was never added, another handle's, and a text that is no domain. */
export const noSuchDomain = () => new AppError("not_found", "There is no such destination domain.");

function refusal(message: string): AppError {
  return new AppError("invalid_payload", `domain: ${message}`, {
    details: { details: [{ path: "domain", message }] },
  });
}
