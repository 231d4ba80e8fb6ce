import type { Api } from "#platform/http/api.ts";
import { readOr } from "./read-or.ts";

/** One thing the program leans on. Without a `required` one it can do nothing; without another, only less. */
export type HealthCheck = {
  readonly name: string;
  readonly isRequired: boolean;
  readonly holds: () => Promise<boolean>;
};

/** `/health/live`: the process answers. `/health/ready`: it can do its work; 503 when it can not. */
export function mountHealth(api: Api, checks: readonly HealthCheck[]): void {
  api.get("/health/live", (c) => c.json({ status: "live" }, 200, { "cache-control": "no-store" }));
  api.get("/health/ready", async (c) => {
    const health = await readHealth(checks);
    return c.json(health, health.status === "unavailable" ? 503 : 200, { "cache-control": "no-store" });
  });
}

export type Health = {
  readonly status: "ready" | "degraded" | "unavailable";
  readonly checks: Readonly<Record<string, "up" | "down">>;
};

/** Asks all at once; what does not answer in two seconds is down. */
export async function readHealth(checks: readonly HealthCheck[]): Promise<Health> {
  const results = await Promise.all(
    checks.map(async ({ name, isRequired, holds }) => ({
      name,
      isRequired,
      isUp: await readOr(false, holds),
    })),
  );
  const down = results.filter(({ isUp }) => !isUp);
  const isReady = down.every(({ isRequired }) => !isRequired);
  return {
    status: down.length === 0 ? "ready" : isReady ? "degraded" : "unavailable",
    checks: Object.fromEntries(results.map(({ name, isUp }) => [name, isUp ? "up" : "down"])),
  };
}
