import { AppError } from "#kernel/errors.ts";

/**
 * PENDING: not proven yet. ACTIVE: proven and served. FAILING: the proof is missing, and it is served for the days of grace.
 * STALE: it was proven once, and is served no more.
 */
export const DOMAIN_STATES = ["PENDING", "ACTIVE", "FAILING", "STALE"] as const;
type DomainState = (typeof DOMAIN_STATES)[number];

/** One host that an account has added: what it has shown of it, and when DNS is asked again. */
export type AccountDomain = {
  readonly userId: string;
  /** As `requireHostName` writes it. */
  readonly domain: string;
  /** The text that its TXT record must be. */
  readonly proof: string;
  readonly state: DomainState;
  /** Why it is not proven, in words; `null` where it is, and before anybody has looked. */
  readonly problem: string | null;
  readonly verifiedAt: Date | null;
  readonly checkedAt: Date | null;
  readonly failingSince: Date | null;
  /** `null`: DNS is asked only when somebody wants it. */
  readonly nextCheckAt: Date | null;
  /** Counts what its owner can change or see change: its state and where it leads. */
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Where a domain leads for paths that begin so; `pathPrefix` is empty for whatever no other route takes. */
export type DomainRoute = {
  readonly pathPrefix: string;
  readonly handleId: string;
  readonly priority: number;
};

/** Whether visitors of the host are answered. Of all who have added a domain, at most one has it so. */
export const isServed = ({ state }: Pick<AccountDomain, "state">): boolean =>
  state === "ACTIVE" || state === "FAILING";

/** The same for one that was never added, another's, and a text that is no domain. */
export const noSuchDomain = () => new AppError("not_found", "You have added no such domain.");
