import { randomUUID } from "node:crypto";
import type { Logger } from "pino";

const EVERY_MS = 1000;

/** Answers the id under which it was said; `undefined`: it will be counted in what is said next. */
export type FailureLog = (cause: unknown) => string | undefined;

/** Says what failed once a second at most, with how often: a full disk is not filled further by its own complaints. */
export function failureLog(log: Pick<Logger, "error">): FailureLog {
  let quietUntil = 0;
  let unsaid = 0;
  return (err) => {
    const now = performance.now();
    unsaid++;
    if (now < quietUntil) return undefined;
    const requestId = randomUUID();
    log.error({ requestId, err, failures: unsaid }, "visits failed");
    quietUntil = now + EVERY_MS;
    unsaid = 0;
    return requestId;
  };
}
