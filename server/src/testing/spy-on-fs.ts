import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { afterAll, type Mock, vi } from "vitest";

type Watched = "writeSync" | "fdatasync" | "createReadStream" | "readdirSync";

/**
 * Stands in for a function of `node:fs` wherever it is imported, until the last test of the file; it does what the real one
 * does until a test says otherwise, and again after `mockReset`. Unlike a mocked module it leaves no module with a copy of
 * its own, so that files of tests can share what they load.
 */
export function spyOnFs<K extends Watched>(name: K): Mock<(typeof fs)[K]> {
  const spy = vi.spyOn(fs, name);
  syncBuiltinESMExports();
  afterAll(() => {
    spy.mockRestore();
    syncBuiltinESMExports();
  });
  return spy as unknown as Mock<(typeof fs)[K]>;
}
