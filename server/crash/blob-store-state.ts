import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openDiskBlobs } from "#platform/blobs/open-disk-blobs.ts";

const DAY_MS = 86_400_000;

/** While nothing runs: a day passes for what nobody needs, and for what was being written. */
export async function letADayPass(dataDir: string): Promise<number> {
  using db = new DatabaseSync(join(dataDir, "switchyard.sqlite"));
  const unneeded = "sha256 not in (select sha256 from blob_refs)";
  const { changes } = db
    .prepare(`update blobs set pinned_until = 0, leased_until = null where ${unneeded}`)
    .run();
  const staging = join(dataDir, "blobs", "staging");
  const before = new Date(Date.now() - DAY_MS);
  for (const name of await readdir(staging)) await utimes(join(staging, name), before, before);
  return Number(changes);
}

/** Blobs that are referenced and not there, or not what their name says; of all, how many nobody needs. */
export async function readBlobs(dataDir: string) {
  using db = new DatabaseSync(join(dataDir, "switchyard.sqlite"), { readOnly: true });
  const rows = db.prepare("select distinct sha256 from blob_refs").all();
  const needed = new Set(rows.map((row) => String(row["sha256"])));
  const store = await openDiskBlobs(join(dataDir, "blobs"));
  const broken: string[] = [];
  for (const sha256 of needed) {
    if ((await store.head(sha256)) === undefined) broken.push(`blob ${sha256} is needed, and gone`);
  }
  const unneeded: string[] = [];
  for await (const { sha256 } of store.list()) {
    if ((await hashOf(dataDir, sha256)) !== sha256) broken.push(`blob ${sha256} has another content`);
    if (!needed.has(sha256)) unneeded.push(sha256);
  }
  const staged = await readdir(join(dataDir, "blobs", "staging"));
  return { broken, needed: needed.size, unneeded: unneeded.length, staged: staged.length };
}

async function hashOf(dataDir: string, sha256: string): Promise<string> {
  const hash = createHash("sha256");
  const path = join(dataDir, "blobs", sha256.slice(0, 2), sha256.slice(2));
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}
