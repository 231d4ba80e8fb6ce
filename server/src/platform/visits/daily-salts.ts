import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { Clock } from "#kernel/clock.ts";
import type { Database } from "#platform/database/database.ts";
import { DAY_MS, keepSalts, type Salts } from "./keep-salts.ts";

type Options = { readonly db: Database; readonly clock: Clock; readonly log: Pick<Logger, "error"> };

const SWEEP_MS = 3_600_000;
const RETRY_MS = 10_000;

/** The salt of a day without waiting: tomorrow's is here before tomorrow is, and old ones go even when nobody visits. */
export class DailySalts implements AsyncDisposable {
  readonly #options: Options;
  readonly #sweep: NodeJS.Timeout;
  #salts: Salts = new Map();
  /** The last day for which the database was asked, and so the next one's salt prefetched. */
  #keptFor = -1;
  #keeping: Promise<void> | undefined;
  #retryAt = 0;

  constructor(options: Options) {
    this.#options = options;
    const today = () => this.at(options.clock.now().getTime());
    this.#sweep = setInterval(today, SWEEP_MS);
    this.#sweep.unref();
    void today();
  }

  /** Waits for the database only before the first salt of this process has come. */
  at(now: number): string | Promise<string> {
    const day = Math.floor(now / DAY_MS);
    const salt = this.#salts.get(day);
    if (this.#keptFor !== day && performance.now() >= this.#retryAt) this.#keeping ??= this.#keep(day);
    return salt ?? this.#afterKeeping(day);
  }

  async #afterKeeping(day: number): Promise<string> {
    await this.#keeping;
    return this.#salts.get(day) ?? this.#ownSalt(day);
  }

  async #keep(day: number): Promise<void> {
    try {
      const kept = await keepSalts(this.#options.db, day);
      this.#salts = kept;
      this.#keptFor = day;
    } catch (err) {
      this.#retryAt = performance.now() + RETRY_MS;
      this.#options.log.error({ err }, "The visitor salts cannot be read. Visitors may be counted twice.");
    } finally {
      this.#keeping = undefined;
    }
  }

  /** A redirect does not wait for a database that is away: until it is back, this process's visitors are its own. */
  #ownSalt(day: number): string {
    const salt = randomBytes(32).toString("base64url");
    this.#salts = new Map([...this.#salts, [day, salt]]);
    return salt;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sweep);
    await this.#keeping;
  }
}
