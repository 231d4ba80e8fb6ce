import type { ClickHouseClient } from "@clickhouse/client";
import { expect, test } from "vitest";
import { awaitMutations } from "./await-mutations.ts";

/** A warehouse in which so many changes are unfinished, and one less each time that it is asked. */
function changing(waiting: number): () => ClickHouseClient {
  let left = waiting;
  const query = async () => ({ json: async () => [{ waiting: left--, reason: "no room" }] });
  return () => ({ query }) as unknown as ClickHouseClient;
}

test("it is waited until nothing is being changed, no longer than allowed, and not when nobody waits any more", async () => {
  await expect(awaitMutations(changing(3), "system.mutations where 1", 60_000)).resolves.toBeUndefined();
  await expect(awaitMutations(changing(1e6), "system.mutations where 1", 0)).rejects.toThrow("no room");
  const stopped = AbortSignal.abort();
  await expect(awaitMutations(changing(1e6), "system.mutations where 1", 60_000, stopped)).rejects.toThrow(
    "abort",
  );
});
