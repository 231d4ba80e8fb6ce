import { expect, test } from "vitest";
import { scratchFolder } from "#testing/engines.ts";
import { holdEvents, whileFree } from "./hold-events.ts";

test("whoever holds the log waits for what is under way, keeps the rest out, and lets it in afterwards", async () => {
  const folder = await scratchFolder();
  const said: string[] = [];
  const first = Promise.withResolvers<void>();
  const carrying = [1, 2].map((carrier) =>
    whileFree(folder, async () => {
      said.push(`${carrier} carries`);
      await first.promise;
    }),
  );
  await expect.poll(() => said.toSorted()).toEqual(["1 carries", "2 carries"]);
  const holding = holdEvents(folder).then((held) => {
    said.push("held");
    return held;
  });
  const stopped = new AbortController();
  const late = whileFree(folder, async () => said.push("late"));
  const leaving = whileFree(folder, async () => said.push("never"), stopped.signal);
  expect(said).toHaveLength(2);
  first.resolve();
  await Promise.all(carrying);
  const held = await holding;
  stopped.abort();
  await expect(leaving).rejects.toThrow("aborted");
  expect(said.at(-1)).toBe("held");
  held[Symbol.dispose]();
  await late;
  expect(said.slice(2)).toEqual(["held", "late"]);
});
