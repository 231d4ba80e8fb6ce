import { randomUUID } from "node:crypto";
import type { SystemActor } from "#kernel/actor.ts";
import type { Attempt } from "#platform/delivery/attempt.ts";
import { Courier } from "#platform/delivery/courier.ts";
import type { Grant } from "#platform/delivery/delivery-lanes.ts";
import type { Addressed } from "#platform/delivery/handle-lanes.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { fanOut } from "./fan-out.ts";
import { claimDue, type Job, listDue, releaseJob } from "./queue-store.ts";
import { recordResults } from "./record-results.ts";
import { continueReplays } from "./replay-webhook.ts";
import { sendDelivery } from "./send-delivery.ts";

export type DispatcherOptions = {
  /** Spreads retries; from 0 to 1. */
  readonly random?: () => number;
  readonly timeoutMs?: number;
  /** Of the clock: so long after the death of a process its deliveries are another's. */
  readonly leaseMs?: number;
  /** Called when there may be more to deliver. */
  readonly wantsMore?: () => void;
  /** Told of each attempt that was made. */
  readonly onAttempt?: (attempt: Attempt) => void;
};

const CLAIMER: SystemActor = { kind: "system", job: "webhooks.claim" };
const TIMEOUT_MS = 15_000;
const LEASE_MS = 60_000;

/** Turns what has occurred into deliveries, and carries them to their endpoints. Many may run on one database. */
export class Dispatcher {
  readonly #deps: ControlDeps;
  readonly #courier: Courier<Job, Attempt>;
  readonly #leaseMs: number;
  /** Of the clock: the delivery that has waited for longest, and when that was seen. */
  #seen: { readonly dueAt: number | null; readonly at: number };

  constructor(deps: ControlDeps, options: DispatcherOptions = {}) {
    const {
      random = Math.random,
      timeoutMs = TIMEOUT_MS,
      leaseMs = LEASE_MS,
      wantsMore = () => {},
      onAttempt = () => {},
    } = options;
    this.#deps = deps;
    this.#leaseMs = leaseMs;
    this.#seen = { dueAt: null, at: deps.clock.now().getTime() };
    this.#courier = new Courier({
      queue: {
        listDue: () => this.#listDue(),
        claim: (grants) => this.#claim(grants),
        // A third of the lease is more than an attempt and its recording take.
        isHeld: ({ heldUntil }) => deps.clock.now().getTime() < heldUntil - leaseMs / 3,
        send: async (job, signal) => {
          const attempt = await sendDelivery(deps, job, timeoutMs, signal);
          if (attempt !== undefined) onAttempt(attempt);
          return attempt;
        },
        record: (results) => recordResults(deps, results, random),
        release: (jobs, afterMs) => this.#release(jobs, afterMs),
      },
      log: deps.log,
      wantsMore,
    });
  }

  /** Makes deliveries of what has occurred and of windows that are replayed; tells how many, and whether there is more. */
  async fanOut(): Promise<{ readonly deliveries: number; readonly hasMore: boolean }> {
    const occurred = await fanOut(this.#deps);
    const replayed = await continueReplays(this.#deps);
    return {
      deliveries: occurred.deliveries + replayed.deliveries,
      hasMore: occurred.hasMore || replayed.hasMore,
    };
  }

  /** Begins what is due, as far as there is room; tells how many it took. */
  deliver(): Promise<number> {
    return this.#courier.turn();
  }

  /** Resolves when everything that is due at this moment of the clock was attempted and recorded. */
  async settle(): Promise<void> {
    for (let hasMore = true; hasMore; ) {
      ({ hasMore } = await this.fanOut());
      const taken = await this.deliver();
      await this.#courier.settled();
      hasMore ||= taken > 0;
    }
  }

  /** Milliseconds that what is due at endpoints which answer has waited; grows as well while nobody looks. */
  oldestDueMs(): number {
    const now = this.#deps.clock.now().getTime();
    const { dueAt, at } = this.#seen;
    const unseen = now - at;
    return Math.max(0, dueAt === null ? 0 : now - dueAt, unseen > LOOKED_LATELY_MS ? unseen : 0);
  }

  /** Begins nothing more; what is under way may end first, for so long. */
  stop(patienceMs: number): Promise<void> {
    return this.#courier.stop(patienceMs);
  }

  async #listDue(): Promise<readonly Addressed[]> {
    const { db, clock } = this.#deps;
    const now = clock.now();
    const due = await listDue(db.read, now);
    // What waits behind an endpoint's own failures is late by its fault and not by ours.
    const ours = due.find(({ isFailing }) => !isFailing);
    this.#seen = { dueAt: ours?.dueAt ?? null, at: now.getTime() };
    return due;
  }

  #claim(grants: readonly Grant[]): Promise<readonly Job[]> {
    const claim = randomUUID();
    return mutate<readonly Job[]>(this.#deps, CLAIMER, { auth: "none" }, async (tx, now) => {
      const until = now.getTime() + this.#leaseMs;
      const jobs: Job[] = [];
      for (const grant of grants) jobs.push(...(await claimDue(tx, grant, claim, now, until)));
      return { result: jobs, audit: null };
    });
  }

  async #release(jobs: readonly Job[], afterMs: number): Promise<void> {
    if (jobs.length === 0) return;
    await mutate(this.#deps, CLAIMER, { auth: "none" }, async (tx, now) => {
      for (const job of jobs) await releaseJob(tx, job, now.getTime() + afterMs);
      return { result: undefined, audit: null };
    });
  }
}

/** The loop looks several times a second while there is a store to look at. */
const LOOKED_LATELY_MS = 30_000;
