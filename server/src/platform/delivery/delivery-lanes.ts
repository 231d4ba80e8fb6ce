import {
  type Addressed,
  AT_HAND_HANDLE,
  AT_HAND_PROCESS,
  type Attempting,
  atHandMax,
  ENDPOINT_MAX,
  HANDLE_MAX,
  HANGS_AFTER_MS,
  HandleLanes,
  type Lane,
  PROCESS_MAX,
  SLOW_AFTER_MS,
  SLOW_HANDLE_MAX,
  SLOW_PROCESS_MAX,
  underWayMax,
} from "./handle-lanes.ts";

/** How many more deliveries an endpoint may be given. */
export type Grant = Addressed & { readonly count: number };

/** How many endpoints are remembered of which nothing is at hand. */
const REMEMBERED_MAX = 10_000;

/**
 * Decides which delivery begins next. Handles take turns, and the endpoints of a handle do. So many are under way at
 * once for an endpoint, a handle and the process; one that takes long counts no more among them, so that endpoints that
 * hang hold up nobody else, and those that are known to hang are let in one by one.
 */
export class DeliveryLanes<J extends Addressed> {
  /** In the order in which it is their turn. */
  readonly #handles = new Map<string, HandleLanes<J>>();
  /** The attempts under way that do not take long yet, oldest first. */
  readonly #quick = new Set<Attempting>();
  #slow = 0;
  #atHand = 0;
  /** Endpoints that took their time when they were last asked. */
  readonly #hanging = new Set<string>();
  /** Endpoints that have answered at once. */
  readonly #prompt = new Set<string>();
  readonly #now: () => number;

  /** `now` in milliseconds, from anywhere. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** How many deliveries of each endpoint to fetch now, a few to each, around and around; only endpoints that get any. */
  grants(due: readonly Addressed[]): readonly Grant[] {
    const given = new Map<string, Addressed & { count: number }>();
    const queues = [...Map.groupBy(due, ({ handleId }) => handleId)].map(([handleId, endpoints]) => ({
      endpoints,
      left: AT_HAND_HANDLE - (this.#handles.get(handleId)?.atHand ?? 0),
    }));
    let left = AT_HAND_PROCESS - this.#atHand;
    for (let isMore = true; isMore && left > 0; ) {
      isMore = false;
      for (const queue of queues) {
        for (const endpoint of queue.endpoints) {
          const grant = given.get(endpoint.endpointId) ?? { ...addressOf(endpoint), count: 0 };
          const count = Math.min(ENDPOINT_MAX, this.#roomOf(endpoint) - grant.count, queue.left, left);
          if (count <= 0) continue;
          grant.count += count;
          given.set(endpoint.endpointId, grant);
          queue.left -= count;
          left -= count;
          isMore = true;
        }
      }
    }
    return [...given.values()];
  }

  add(jobs: readonly J[]): void {
    for (const job of jobs) this.#laneOf(job).waiting.push(job);
    for (const { handleId } of jobs) this.#handleOf(handleId).atHand += 1;
    this.#atHand += jobs.length;
  }

  /** What may begin now, counted from now on; call `finish` when it has ended. */
  next(): { readonly job: J; readonly finish: () => void } | undefined {
    this.#age();
    for (const [handleId, handle] of this.#handles) {
      for (const lane of handle.lanes.values()) {
        if (!this.#mayBegin(handle, lane)) continue;
        const job = lane.waiting.shift();
        if (job === undefined) continue;
        // To the end of their lines.
        handle.lanes.delete(lane.endpointId);
        handle.lanes.set(lane.endpointId, lane);
        this.#handles.delete(handleId);
        this.#handles.set(handleId, handle);
        handle.atHand -= 1;
        this.#atHand -= 1;
        return { job, finish: this.#begin(handle, lane) };
      }
    }
    return undefined;
  }

  /** After how many milliseconds an attempt that is under way makes room by taking long; `undefined` where nothing waits for it. */
  untilRoom(): number | undefined {
    const [oldest] = this.#quick;
    if (oldest === undefined || this.#atHand === 0) return undefined;
    return Math.max(1, oldest.at + SLOW_AFTER_MS - this.#now());
  }

  /** Of one endpoint, what is at hand and has not begun. */
  waitingFor({ endpointId, handleId }: Addressed): number {
    return this.#handles.get(handleId)?.lanes.get(endpointId)?.waiting.length ?? 0;
  }

  /** Takes out all that has not begun. */
  drain(): readonly J[] {
    this.#atHand = 0;
    return [...this.#handles.values()].flatMap((handle) => {
      handle.atHand = 0;
      return [...handle.lanes.values()].flatMap(({ waiting }) => waiting.splice(0));
    });
  }

  #roomOf({ endpointId, handleId }: Addressed): number {
    const lane = this.#handles.get(handleId)?.lanes.get(endpointId);
    const most = atHandMax(this.#standingOf(endpointId, lane));
    const { waiting = [], begun = new Set() } = lane ?? {};
    // Of one that is let in one by one, the one that is under way is all there may be.
    return most - waiting.length - (most === 1 ? begun.size : 0);
  }

  #mayBegin(handle: HandleLanes<J>, lane: Lane<J>): boolean {
    if (lane.waiting.length === 0) return false;
    const standing = this.#standingOf(lane.endpointId, lane);
    if (lane.begun.size >= underWayMax(standing)) return false;
    return standing === "hangs"
      ? this.#slow < SLOW_PROCESS_MAX && handle.slow < SLOW_HANDLE_MAX
      : this.#quick.size < PROCESS_MAX && handle.quick < HANDLE_MAX;
  }

  #begin(handle: HandleLanes<J>, lane: Lane<J>): () => void {
    const { endpointId } = lane;
    const attempting: Attempting = { at: this.#now(), turnSlow: () => this.#turnSlow(handle, attempting) };
    lane.begun.add(attempting);
    handle.quick += 1;
    this.#quick.add(attempting);
    if (this.#standingOf(endpointId, lane) === "hangs") this.#turnSlow(handle, attempting);
    return () => {
      lane.begun.delete(attempting);
      if (this.#quick.delete(attempting)) handle.quick -= 1;
      else {
        handle.slow -= 1;
        this.#slow -= 1;
      }
      this.#remember(endpointId, this.#now() - attempting.at >= HANGS_AFTER_MS);
      if (lane.begun.size === 0 && lane.waiting.length === 0) handle.lanes.delete(endpointId);
      if (handle.lanes.size === 0) this.#handles.delete(handle.handleId);
    };
  }

  #turnSlow(handle: HandleLanes<J>, attempting: Attempting): void {
    this.#quick.delete(attempting);
    handle.quick -= 1;
    handle.slow += 1;
    this.#slow += 1;
  }

  #age(): void {
    const before = this.#now() - SLOW_AFTER_MS;
    for (const attempting of this.#quick) {
      if (attempting.at > before) return;
      attempting.turnSlow();
    }
  }

  #standingOf(endpointId: string, lane: Lane<J> | undefined) {
    const before = this.#now() - HANGS_AFTER_MS;
    for (const { at } of lane?.begun ?? []) if (at <= before) return "hangs";
    if (this.#hanging.has(endpointId)) return "hangs";
    return this.#prompt.has(endpointId) ? "prompt" : "new";
  }

  #remember(endpointId: string, hangs: boolean): void {
    const [known, other] = hangs ? [this.#hanging, this.#prompt] : [this.#prompt, this.#hanging];
    other.delete(endpointId);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.add(endpointId);
  }

  #handleOf(handleId: string): HandleLanes<J> {
    let handle = this.#handles.get(handleId);
    if (handle === undefined) {
      handle = new HandleLanes(handleId);
      this.#handles.set(handleId, handle);
    }
    return handle;
  }

  #laneOf({ endpointId, handleId }: Addressed): Lane<J> {
    const { lanes } = this.#handleOf(handleId);
    let lane = lanes.get(endpointId);
    if (lane === undefined) {
      lane = { endpointId, waiting: [], begun: new Set() };
      lanes.set(endpointId, lane);
    }
    return lane;
  }
}

const addressOf = ({ endpointId, handleId }: Addressed): Addressed => ({ endpointId, handleId });
