import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import { DeliveryLanes, type Grant } from "./delivery-lanes.ts";
import type { Addressed } from "./handle-lanes.ts";

/** What was asked of an endpoint, and what came of it. */
export type Concluded<J, R> = { readonly job: J; readonly result: R };

/** Deliveries in a store, and how one is made. Whatever is claimed and neither recorded nor released is due again later. */
export type DeliveryQueue<J extends Addressed, R> = {
  /** The endpoints for which something is due, those that have waited for longest first. */
  readonly listDue: () => Promise<readonly Addressed[]>;
  /** Leases so many of each endpoint, to nobody else meanwhile. */
  readonly claim: (grants: readonly Grant[]) => Promise<readonly J[]>;
  /** Whether there is time enough left of the lease to make an attempt. */
  readonly isHeld: (job: J) => boolean;
  /** `undefined` where it is not to be sent now: then it is given back, as when this throws. */
  readonly send: (job: J, signal: AbortSignal) => Promise<R | undefined>;
  readonly record: (concluded: readonly Concluded<J, R>[]) => Promise<void>;
  /** Ends leases; due again after so many milliseconds. */
  readonly release: (jobs: readonly J[], afterMs: number) => Promise<void>;
};

type Options<J extends Addressed, R> = {
  readonly queue: DeliveryQueue<J, R>;
  readonly log: Pick<Logger, "error">;
  /** Called when there may be more to claim. */
  readonly wantsMore: () => void;
};

const RECORDED_AT_ONCE = 256;
/** How long results gather, so that many share a commit: those of this time are lost with the process, and sent again. */
const GATHER_MS = 20;
/** While so many results wait for the store nothing new is sent: what is sent and not recorded is sent again. */
const UNRECORDED_MAX = 512;
/** An endpoint of which fewer are at hand is given more. */
const FEW_AT_HAND = 16;
const GIVEN_BACK_MS = 5_000;
const RETRY_RECORD_MS = [50, 200, 1_000, 5_000] as const;

/** Carries what is due to its endpoints, many at once, and writes down what came of it. */
export class Courier<J extends Addressed, R> {
  readonly #options: Options<J, R>;
  readonly #lanes = new DeliveryLanes<J>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #unrecorded: Concluded<J, R>[] = [];
  readonly #givenBack: J[] = [];
  /** Endpoints that had more than they were granted. */
  readonly #more = new Set<string>();
  /** Begins no more; `#cut` ends what has begun. */
  readonly #stop = new AbortController();
  readonly #cut = new AbortController();
  #recording: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: Options<J, R>) {
    this.#options = options;
  }

  /** Claims and begins what may begin; tells how many it claimed. Never two at once. */
  async turn(): Promise<number> {
    if (this.#stop.signal.aborted || this.#unrecorded.length >= UNRECORDED_MAX) return 0;
    const { queue } = this.#options;
    const grants = this.#lanes.grants(await queue.listDue());
    if (grants.length === 0) return 0;
    const jobs = await queue.claim(grants);
    this.#noteMore(grants, jobs);
    this.#lanes.add(jobs);
    this.#begin();
    return jobs.length;
  }

  /** Resolves when nothing is under way or waits to be recorded. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0 || this.#recording !== undefined) {
      await Promise.all([...this.#underWay, this.#recording]);
    }
  }

  /** Begins nothing more, and gives what is under way so long to end. What is left then is given back, or due later. */
  async stop(patienceMs: number): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    this.#givenBack.push(...this.#lanes.drain());
    const ending = new AbortController();
    await Promise.race([this.settled(), sleep(patienceMs, undefined, { ref: false, signal: ending.signal })]);
    ending.abort();
    this.#cut.abort();
    await this.settled();
    await this.#options.queue.release(this.#givenBack.splice(0), 0).catch(() => {});
  }

  #noteMore(grants: readonly Grant[], jobs: readonly J[]): void {
    const counts = new Map<string, number>();
    for (const { endpointId } of jobs) counts.set(endpointId, (counts.get(endpointId) ?? 0) + 1);
    for (const { endpointId, count } of grants) {
      if ((counts.get(endpointId) ?? 0) >= count) this.#more.add(endpointId);
      else this.#more.delete(endpointId);
    }
  }

  #begin(): void {
    clearTimeout(this.#timer);
    if (this.#stop.signal.aborted) return;
    for (let begun = this.#lanes.next(); begun !== undefined; begun = this.#lanes.next()) {
      const { job, finish } = begun;
      const attempt: Promise<void> = this.#attempt(job).finally(() => {
        this.#underWay.delete(attempt);
        finish();
        this.#askForMore(job);
        this.#begin();
      });
      this.#underWay.add(attempt);
    }
    const waitMs = this.#lanes.untilRoom();
    if (waitMs !== undefined) this.#timer = setTimeout(() => this.#begin(), waitMs).unref();
  }

  async #attempt(job: J): Promise<void> {
    const { queue, log } = this.#options;
    if (!queue.isHeld(job)) return; // It is due again when its lease ends, here or elsewhere.
    const signal = this.#cut.signal;
    const result = await queue.send(job, signal).catch((err: unknown) => {
      if (!signal.aborted)
        log.error({ err, endpointId: job.endpointId }, "A delivery could not be attempted.");
      return undefined;
    });
    if (result === undefined) this.#givenBack.push(job);
    else this.#unrecorded.push({ job, result });
    this.#recording ??= this.#recordAll();
  }

  #askForMore(job: J): void {
    if (!this.#more.has(job.endpointId) || this.#lanes.waitingFor(job) > FEW_AT_HAND) return;
    this.#more.delete(job.endpointId);
    this.#options.wantsMore();
  }

  /** Keeps trying: a store that is away must not make what was delivered be delivered again. */
  async #recordAll(): Promise<void> {
    let failures = 0;
    await this.#gather();
    while (this.#unrecorded.length + this.#givenBack.length > 0) {
      try {
        await this.#recordSome();
        failures = 0;
        if (this.#unrecorded.length > 0) await this.#gather();
      } catch (err) {
        if (failures === 0)
          this.#options.log.error({ err }, "Results of deliveries cannot be recorded. They wait.");
        if (this.#cut.signal.aborted) break; // The program ends: what was leased is due again when the lease ends.
        const waitMs = RETRY_RECORD_MS[Math.min(failures, RETRY_RECORD_MS.length - 1)];
        await sleep(waitMs, undefined, { signal: this.#cut.signal, ref: false }).catch(() => {});
        failures += 1;
      }
    }
    this.#recording = undefined; // In the turn in which nothing was left.
  }

  async #gather(): Promise<void> {
    if (this.#stop.signal.aborted) return Promise.resolve();
    await sleep(GATHER_MS, undefined, { signal: this.#stop.signal, ref: false }).catch(() => {});
  }

  async #recordSome(): Promise<void> {
    const { queue } = this.#options;
    const batch = this.#unrecorded.slice(0, RECORDED_AT_ONCE);
    if (batch.length > 0) await queue.record(batch);
    this.#unrecorded.splice(0, batch.length);
    const back = [...this.#givenBack];
    if (back.length > 0) await queue.release(back, this.#stop.signal.aborted ? 0 : GIVEN_BACK_MS);
    this.#givenBack.splice(0, back.length);
  }
}
