import { hash } from "node:crypto";
import { expect, test } from "vitest";
import type { Database } from "#platform/database/database.ts";
import { migrate } from "#platform/database/migrate.ts";
import { WRITE } from "#platform/database/write.ts";
import { onEveryEngine, scratchFolder } from "#testing/engines.ts";
import { adoptStrays } from "./adopt-strays.ts";
import type { BlobDeps } from "./blob-deps.ts";
import type { BlobOwner } from "./blob-row-store.ts";
import { claimBlobs } from "./claim-blobs.ts";
import { collectBlobs } from "./collect-blobs.ts";
import { heldBlobs } from "./held-blobs.ts";
import { holdBlobs } from "./hold-blobs.ts";
import { keepBlob } from "./keep-blob.ts";
import { openDiskBlobs } from "./open-disk-blobs.ts";
import { releaseBlobs } from "./release-blobs.ts";

const DAY_MS = 86_400_000;
const owner = (ownerId: string, handleId = "hdl_a"): BlobOwner => ({ handleId, ownerKind: "file", ownerId });
const bytesOf = async function* (text: string): AsyncIterable<Uint8Array> {
  yield Buffer.from(text);
};

async function startBlobs(open: () => Promise<Database>) {
  const db = await open();
  await migrate(db);
  let now = Date.now();
  const blobs = await openDiskBlobs(await scratchFolder());
  const deps: BlobDeps = { db, blobs, clock: { now: () => new Date(now) } };
  const claim = (id: string, hashes: string[], handleId?: string) =>
    db[WRITE]((tx) => claimBlobs(tx, owner(id, handleId), hashes, deps.clock.now()));
  return {
    deps,
    claim,
    keep: async (text: string) => (await keepBlob(deps, bytesOf(text), { maxBytes: 1000 })).sha256,
    release: (id: string) => db[WRITE]((tx) => releaseBlobs(tx, owner(id), deps.clock.now())),
    /** Runs a collection, and says how many it took. */
    collected: async () => {
      const rows = () => db.read.selectFrom("blobs").select("sha256").execute();
      const before = (await rows()).length;
      await collectBlobs(deps);
      return before - (await rows()).length;
    },
    isThere: async (sha256: string) => (await blobs.head(sha256)) !== undefined,
    advance: (ms: number) => {
      now += ms;
    },
    [Symbol.asyncDispose]: () => db[Symbol.asyncDispose](),
  };
}

onEveryEngine((open) => {
  test("while somebody copies them, what was needed stays though it is released; what nobody needed goes its way", async () => {
    await using it = await startBlobs(open);
    const [needed, left] = [await it.keep("needed"), await it.keep("left")];
    await it.claim("fil_1", [needed]);
    it.advance(DAY_MS + 1);
    await holdBlobs(it.deps);
    await it.release("fil_1");
    it.advance(DAY_MS / 2 - 1);
    await it.collected();
    expect([await it.isThere(needed), await it.isThere(left)]).toEqual([true, false]);
    it.advance(DAY_MS);
    expect(await it.collected()).toBe(1);
  });

  test("a blob that nobody has claimed is collected after a day, one that is claimed never", async () => {
    await using it = await startBlobs(open);
    const [kept, left] = [await it.keep("kept"), await it.keep("left")];
    await it.claim("fil_1", [kept]);
    expect(await it.collected()).toBe(0);
    it.advance(DAY_MS + 1);
    expect(await it.collected()).toBe(1);
    expect([await it.isThere(kept), await it.isThere(left)]).toEqual([true, false]);
    it.advance(100 * DAY_MS);
    expect(await it.collected()).toBe(0);
  });

  test("a blob goes with the last who needs it, after an hour", async () => {
    await using it = await startBlobs(open);
    const sha256 = await it.keep("shared");
    await it.claim("fil_1", [sha256]);
    await it.claim("fil_2", [sha256]);
    it.advance(2 * DAY_MS);
    await it.release("fil_1");
    it.advance(DAY_MS);
    await collectBlobs(it.deps);
    expect(await it.isThere(sha256)).toBe(true);
    await it.release("fil_2");
    it.advance(3_500_000);
    expect(await it.collected()).toBe(0);
    it.advance(200_000);
    expect(await it.collected()).toBe(1);
    expect(await it.deps.db.read.selectFrom("blobs").selectAll().execute()).toEqual([]);
  });

  test("what is not stored cannot be claimed, and nothing of the claim stays", async () => {
    await using it = await startBlobs(open);
    const here = await it.keep("here");
    const missing = hash("sha256", "never sent");
    await expect(it.claim("fil_1", [here, missing])).rejects.toMatchObject({
      code: "conflict",
      details: { missing: [missing] },
    });
    expect(await it.deps.db.read.selectFrom("blob_refs").selectAll().execute()).toEqual([]);
  });
});

onEveryEngine((open) => {
  test("a handle is told what it has itself, and nothing of what others have", async () => {
    await using it = await startBlobs(open);
    const [mine, theirs] = [await it.keep("mine"), await it.keep("theirs")];
    await it.claim("fil_1", [mine]);
    await it.claim("fil_2", [theirs], "hdl_b");
    expect([...(await heldBlobs(it.deps.db.read, "hdl_a", [mine, theirs]))]).toEqual([mine]);
  });

  test("a collection that died between its steps is finished by the next, and the content can be sent again", async () => {
    await using it = await startBlobs(open);
    const sha256 = await it.keep("doomed");
    it.advance(DAY_MS + 1);
    const dying = {
      ...it.deps,
      blobs: { ...it.deps.blobs, delete: () => Promise.reject(new Error("killed")) },
    };
    await expect(collectBlobs(dying)).rejects.toThrow("killed");
    await expect(it.claim("fil_1", [sha256])).rejects.toMatchObject({ code: "conflict" });
    expect(await it.collected()).toBe(0);
    it.advance(31_000);
    expect(await it.keep("doomed")).toBe(sha256);
    await it.claim("fil_1", [sha256]);
    it.advance(DAY_MS * 2);
    expect(await it.collected()).toBe(0);
    expect(await it.isThere(sha256)).toBe(true);
  });

  test("whoever sends content that is being collected waits until it is gone, and then has it", async () => {
    await using it = await startBlobs(open);
    const sha256 = await it.keep("again");
    it.advance(DAY_MS + 1);
    let sent: Promise<string> | undefined;
    const slow = {
      ...it.deps,
      blobs: {
        ...it.deps.blobs,
        delete: async (one: string) => {
          sent ??= it.keep("again");
          await it.deps.blobs.delete(one);
        },
      },
    };
    await collectBlobs(slow);
    expect(await sent).toBe(sha256);
    await it.claim("fil_1", [sha256]);
    expect(await it.isThere(sha256)).toBe(true);
  });
});

onEveryEngine((open) => {
  test("bytes that no row knows are collected as well", async () => {
    await using it = await startBlobs(open);
    const { sha256 } = await it.deps.blobs.put(bytesOf("stray"), { maxBytes: 10 });
    await adoptStrays(it.deps);
    expect(await it.collected()).toBe(0);
    expect(await it.isThere(sha256)).toBe(true);
    const old = { ...it.deps.blobs, list: () => agedBy(2 * 3_600_000, it.deps.blobs.list()) };
    await adoptStrays({ ...it.deps, blobs: old });
    expect(await it.collected()).toBe(1);
    expect(await it.isThere(sha256)).toBe(false);
  });

  test("claims, releases and collections at once never lose what is claimed", async () => {
    await using it = await startBlobs(open);
    const texts = Array.from({ length: 12 }, (_, i) => `content ${i}`);
    for (let round = 0; round < 4; round++) {
      const claims = texts.map(async (text, i) => {
        const sha256 = await it.keep(text);
        await it.claim(`fil_${round}_${i}`, [sha256]);
        if (i % 3 === 0) await it.release(`fil_${round}_${i}`);
      });
      it.advance(2 * DAY_MS);
      await Promise.all(
        [...claims, collectBlobs(it.deps), collectBlobs(it.deps)].map((one) => one.catch(only409)),
      );
    }
    const refs = await it.deps.db.read.selectFrom("blob_refs").select("sha256").distinct().execute();
    expect(refs.length).toBeGreaterThan(0);
    for (const { sha256 } of refs) expect(await it.isThere(sha256), sha256).toBe(true);
  });
});

/** A claim that came a day after its blob was sent. */
function only409(cause: unknown): void {
  expect(cause).toMatchObject({ code: "conflict" });
}

async function* agedBy<T extends { readonly storedAt: number }>(
  ms: number,
  list: AsyncIterable<T>,
): AsyncIterable<T> {
  for await (const one of list) yield { ...one, storedAt: one.storedAt - ms };
}
