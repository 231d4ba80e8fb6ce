import { SandboxBusy } from "./sandbox-busy.ts";

const WAITING_MAX = 256;
const WAITING_OF_A_TENANT_MAX = 32;

type Waiting = { readonly begin: () => void };

/** Whose turn it is: so many at once, one tenant never has all of them, and those who wait are served in turn. */
export class Turns {
  readonly #most: number;
  readonly #mostOfATenant: number;
  /** In the order in which tenants come next. */
  readonly #waiting = new Map<string, readonly Waiting[]>();
  readonly #runningOf = new Map<string, number>();
  running = 0;
  waiting = 0;

  constructor(most: number) {
    this.#most = most;
    this.#mostOfATenant = Math.max(1, most - 1);
  }

  /** Resolves when it is the tenant's turn, which lasts until `end`; throws `SandboxBusy` when none comes within `waitMs`. */
  async begin(tenant: string, waitMs: number): Promise<void> {
    const queue = this.#waiting.get(tenant);
    if (queue === undefined && this.#hasRoom(tenant)) return this.#take(tenant);
    if (this.waiting >= WAITING_MAX || (queue?.length ?? 0) >= WAITING_OF_A_TENANT_MAX)
      throw new SandboxBusy();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const own: Waiting = {
      begin: () => {
        clearTimeout(timer);
        this.waiting -= 1;
        this.#take(tenant);
        resolve();
      },
    };
    const timer = setTimeout(() => {
      this.waiting -= 1;
      this.#queue(
        tenant,
        (this.#waiting.get(tenant) ?? []).filter((one) => one !== own),
      );
      reject(new SandboxBusy());
    }, waitMs);
    this.waiting += 1;
    this.#queue(tenant, [...(queue ?? []), own]);
    return promise;
  }

  end(tenant: string): void {
    this.running -= 1;
    const left = (this.#runningOf.get(tenant) ?? 1) - 1;
    if (left === 0) this.#runningOf.delete(tenant);
    else this.#runningOf.set(tenant, left);
    for (const [next, [first, ...rest]] of this.#waiting) {
      if (first === undefined || !this.#hasRoom(next)) continue;
      this.#waiting.delete(next); // To the end of the line, if it has more.
      this.#queue(next, rest);
      first.begin();
      return;
    }
  }

  #hasRoom(tenant: string): boolean {
    return this.running < this.#most && (this.#runningOf.get(tenant) ?? 0) < this.#mostOfATenant;
  }

  #take(tenant: string): void {
    this.running += 1;
    this.#runningOf.set(tenant, (this.#runningOf.get(tenant) ?? 0) + 1);
  }

  #queue(tenant: string, queue: readonly Waiting[]): void {
    if (queue.length === 0) this.#waiting.delete(tenant);
    else this.#waiting.set(tenant, queue);
  }
}
