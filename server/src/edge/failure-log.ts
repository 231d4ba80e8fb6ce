import type { Logger } from "pino";

const EVERY_MS = 1000;

/** Says what failed once a second at most, with how often: a full disk is not filled further by its own complaints. */
export function failureLog(log: Pick<Logger, "error">): (cause: unknown) => void {
  let quietUntil = 0;
  let unsaid = 0;
  return (err) => {
    const now = performance.now();
    unsaid++;
    if (now < quietUntil) return;
    log.error({ err, failures: unsaid }, "visits failed");
    quietUntil = now + EVERY_MS;
    unsaid = 0;
  };
}
