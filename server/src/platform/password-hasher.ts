import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "#kernel/errors.ts";

/** OWASP's second profile: 19 MiB, two passes, one lane. Memory in KiB. */
const ARGON2ID = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const WAITING_MAX = 200;

export type PasswordHasher = {
  readonly hash: (password: string) => Promise<string>;
  /** Takes as long for no hash at all, so that its time does not tell whether there is an account. */
  readonly verify: (hash: string | undefined, password: string) => Promise<boolean>;
};

/** Argon2id off the event loop, no more at once than there are cores: the pool it runs on is shared with the disk. */
export function createPasswordHasher(options = ARGON2ID): PasswordHasher {
  const slots = semaphore(availableParallelism());
  const decoy = slots(() => hash("the password of nobody", options));
  return {
    hash: (password) => slots(() => hash(password, options)),
    verify: async (stored, password) => {
      const against = stored ?? (await decoy);
      const isSame = await slots(() => verify(against, password));
      return isSame && stored !== undefined;
    },
  };
}

/** Runs at most `size` at a time, the rest in order; refuses when too many wait, rather than answer minutes late. */
function semaphore(size: number) {
  const waiting: (() => void)[] = [];
  let free = size;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting.length >= WAITING_MAX) {
      throw new AppError("unavailable", "Too many people are signing in right now.", {
        retryAfterSeconds: 5,
      });
    }
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}
