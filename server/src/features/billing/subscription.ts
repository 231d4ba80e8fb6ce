import type { Plan } from "#kernel/plan.ts";

/** What an account pays for, as the payment provider told it last. */
export type Subscription = {
  readonly subscriptionId: string;
  readonly userId: string;
  readonly plan: Plan;
  /** The provider's word. */
  readonly status: string;
  /** The plan is to be had. */
  readonly isLive: boolean;
  readonly periodEnd: Date | null;
  /** When it ends, where that is decided. */
  readonly endsAt: Date | null;
  readonly heardAt: Date;
  readonly heardRank: number;
};

/** Before the first payment. */
const BEGINNING = "incomplete";

type Heard = Pick<Subscription, "heardAt" | "heardRank" | "status">;
type News = {
  readonly at: Date;
  readonly rank: number;
  readonly status: string;
  readonly statusBefore: string | null;
};

/**
 * Whether news come after what is known: the provider's clock has seconds, so of two in the same one the kind decides, and of
 * two of a kind whether the one begins where the other has ended. News that left the status alone are the earlier ones where
 * they say `incomplete` and more than that is known, since nothing becomes incomplete again; otherwise they are taken.
 */
export function isLater(known: Heard | undefined, { at, rank, status, statusBefore }: News): boolean {
  if (known === undefined) return true;
  const byTime = at.getTime() - known.heardAt.getTime();
  if (byTime !== 0) return byTime > 0;
  if (rank !== known.heardRank) return rank > known.heardRank;
  if (statusBefore !== null) return statusBefore === known.status;
  return status !== BEGINNING || known.status === BEGINNING;
}
