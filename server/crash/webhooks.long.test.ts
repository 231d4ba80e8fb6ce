import { expect, test } from "vitest";
import { randomFrom } from "#testing/random.ts";
import { webhookCycles } from "./webhook-cycles.ts";

test("killed again and again, with endpoints that do everything wrong, no event is lost and none is forged", {
  timeout: 600_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`webhooks: seed ${seed}`);
  const run = { events: 1_000, kills: 2, deaths: 20, random: randomFrom(seed) };
  const { broken, deliveries, attempts, orphans } = await webhookCycles(run);
  expect(broken).toEqual([]);
  expect(orphans).toBe(20);
  expect(deliveries).toBe(3_060);
  expect(attempts).toBeGreaterThan(3_060 * 1.2);
});
