import type { Access } from "#kernel/access.ts";
import type { Actor } from "#kernel/actor.ts";
import type { AppError } from "#kernel/errors.ts";
import type { Feature, Plan } from "#kernel/plan.ts";
import type { Database, Reader, Tx } from "#platform/database/database.ts";

/** What an account gets for a plan beside its features, and how it is sold. */
export type PlanTerms = {
  /** `null`: as many as it likes. */
  readonly writesPerDay: number | null;
  /** The payment provider's names for what it costs. The first is offered; a subscription to any of them is this plan. */
  readonly prices: readonly string[];
};

/** Where an account stands at some moment. Between accounts of one handle it is the owner's plan that counts. */
export type PlanStanding = {
  readonly userId: string;
  readonly plan: Plan;
  readonly writes: {
    readonly used: number;
    readonly limit: number | null;
    /** The account's day, as 2026-01-31, and when the next one begins. */
    readonly day: string;
    readonly resetsAt: Date;
    readonly timeZone: string;
  };
};

/** What may still be written today, and what is answered to more than that. */
export type WritesLeft = { readonly left: number; readonly refusal: () => AppError };

/** Plans of accounts, where the operator has turned them on. Every question is answered from rows, none from memory. */
export type Plans = {
  readonly terms: Readonly<Record<Plan, PlanTerms>>;
  /** Throws 403 `feature_locked` where the operation has a gate that the payer's plan does not open. */
  readonly requireGate: (read: Reader, actor: Actor, access: Access, now: Date) => Promise<void>;
  /** The same for a feature that only some requests of an operation need. */
  readonly requireFeature: (read: Reader, actor: Actor, feature: Feature, now: Date) => Promise<void>;
  /** Counts with the change; throws 429 `quota_exceeded` where that is more than the payer's day has left. */
  readonly countWrites: (tx: Tx, actor: Actor, access: Access, writes: number, now: Date) => Promise<void>;
  readonly writesLeft: (read: Reader, actor: Actor, now: Date) => Promise<WritesLeft>;
  readonly standing: (read: Reader, userId: string, now: Date) => Promise<PlanStanding>;
  /** Lets the counted writes of one payer wait for each other, where the engine would let them collide. */
  readonly inTurn: <T>(db: Database, actor: Actor, access: Access, write: () => Promise<T>) => Promise<T>;
};
