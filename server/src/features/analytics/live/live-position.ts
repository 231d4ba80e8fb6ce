import { AppError } from "#kernel/errors.ts";
import { hash32 } from "#kernel/hash32.ts";
import type { LiveEvent } from "#platform/live-events/live-event.ts";

/** Of an event, as much as a position remembers. */
type Mark = { readonly at: number; readonly hash: string };

const HASH_LENGTH = 7;
const MARKS_MAX = 64;
const FORM = new RegExp(`^([0-9a-z]{1,9})\\.((?:[0-9a-z]{${HASH_LENGTH}}){0,${MARKS_MAX}})$`);

const hashOf = (id: string): string => hash32(id).toString(36).padStart(HASH_LENGTH, "0");

/**
 * How far a stream has come, in a form that every process understands: all events before `floor` are behind it, and of
 * those since, the ones whose hashes are listed, the last it was given. Events do not come in the order of their times, since
 * each process records its own; a time alone would give some twice and leave others out.
 */
export class LivePosition {
  #floor: number;
  #marks: Mark[] = [];

  /** Of a stream that begins now, or goes on where another broke off. */
  constructor(now: number, resumed?: Resumed) {
    this.#floor = resumed?.floor ?? now;
    // When these happened is not known, but that it was before now.
    for (const hash of resumed?.hashes ?? []) this.#marks.push({ at: now, hash });
  }

  /** Of more than it lists some come twice to whoever comes back: one may have been left out before them that is late. */
  pass({ id, at }: LiveEvent): void {
    if (at >= this.#floor) this.#marks.push({ at, hash: hashOf(id) });
    if (this.#marks.length > MARKS_MAX) this.#marks.shift();
  }

  /** Leaves behind what is older than `floor`: of that, no more is to come. */
  settle(floor: number): void {
    if (floor <= this.#floor) return;
    this.#floor = floor;
    this.#marks = this.#marks.filter(({ at }) => at >= floor);
  }

  /** The value of an `id` line. */
  toString(): string {
    return `${this.#floor.toString(36)}.${this.#marks.map(({ hash }) => hash).join("")}`;
  }
}

/** A position that a client has brought back. */
export type Resumed = {
  readonly floor: number;
  readonly hashes: ReadonlySet<string>;
  /** Whether the client had it. */
  readonly has: (event: LiveEvent) => boolean;
};

/** 400 `invalid_payload` for what is none of ours. */
export function parsePosition(text: string): Resumed {
  const [, time, hashes] = FORM.exec(text) ?? [];
  if (time === undefined || hashes === undefined) {
    throw new AppError("invalid_payload", "lastEventId: is no id of this stream", {
      details: { details: [{ path: "lastEventId", message: "is no id of this stream" }] },
    });
  }
  const floor = Number.parseInt(time, 36);
  const passed = new Set(hashes.match(new RegExp(`.{${HASH_LENGTH}}`, "g")));
  return { floor, hashes: passed, has: ({ id, at }) => at < floor || passed.has(hashOf(id)) };
}
