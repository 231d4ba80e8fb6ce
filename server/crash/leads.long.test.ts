import { expect, test } from "vitest";
import { randomFrom } from "#testing/random.ts";
import { leadFlood } from "./lead-flood.ts";

test("of leads that strangers send while the program is killed each acknowledged one is kept once", {
  timeout: 600_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`leads: seed ${seed}`);
  const { broken, leads } = await leadFlood({ posts: 200, kills: 1, random: randomFrom(seed) });
  expect(broken).toEqual([]);
  expect(leads).toBeGreaterThan(50);
});
