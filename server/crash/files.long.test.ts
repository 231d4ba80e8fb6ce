import { expect, test } from "vitest";
import { blobCycles } from "./blob-cycles.ts";
import { FileWorkload } from "./file-workload.ts";

test("killed while it takes, deletes and collects files, the program keeps those it had acknowledged, and no others", {
  timeout: 600_000,
}, async () => {
  const seed = Date.now() % 2 ** 31;
  console.log(`files: seed ${seed}`);
  const workload = new FileWorkload();
  const { broken, left } = await blobCycles({ cycles: 1, seed, workloads: [workload] });
  expect(broken).toEqual([]);
  expect(left).toBe(0);
  expect(workload.promises()).toBeGreaterThanOrEqual(4);
});
