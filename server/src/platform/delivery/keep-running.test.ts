import pino from "pino";
import { expect, test } from "vitest";
import { keepRunning } from "./keep-running.ts";

/** What is logged, as its messages. */
function listeningLog() {
  const said: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  return { said, log };
}

test("a turn that throws again and again is taken again until it succeeds, and both are said once", async () => {
  const { said, log } = listeningLog();
  let turns = 0;
  const loop = keepRunning({
    name: "job",
    restMs: 1,
    failureMsMax: 5,
    log,
    turn: async () => {
      turns += 1;
      if (turns <= 20) throw new Error("The store is away.");
      return false;
    },
  });
  await expect.poll(() => turns).toBeGreaterThan(25);
  await loop.stop();
  expect(said).toEqual(["job failed; it is tried again", "job runs again"]);
  const after = turns;
  await new Promise((resolve) => setImmediate(resolve));
  expect(turns).toBe(after);
});

test("whoever rings is heard at once, also during a turn, but not while a store is coming back", async () => {
  const { log } = listeningLog();
  let turns = 0;
  let isAway = false;
  const loop = keepRunning({
    name: "job",
    restMs: 60_000,
    log,
    turn: async () => {
      turns += 1;
      if (turns === 2) loop.ring();
      if (isAway) throw new Error("The store is away.");
      return false;
    },
  });
  await expect.poll(() => turns).toBe(1);
  loop.ring();
  await expect.poll(() => turns).toBe(3);
  isAway = true;
  loop.ring();
  await expect.poll(() => turns).toBe(4);
  for (let n = 0; n < 100; n++) loop.ring();
  await new Promise((resolve) => setImmediate(resolve));
  expect(turns).toBe(4);
  await loop.stop();
});
