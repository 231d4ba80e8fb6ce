import { closeSync, fdatasync, ftruncateSync, openSync, writeSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { isOutOfSpace } from "#platform/is-out-of-space.ts";
import type { SegmentId } from "./segment-id.ts";
import { SegmentCounter } from "./segment-summary.ts";
import type { Slot } from "./slot.ts";
import { removeSummary, writeSummary } from "./summary-file.ts";
import { syncFolder } from "./sync-folder.ts";

const sync = (fd: number) => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  fdatasync(fd, (failure) => (failure === null ? resolve() : reject(failure)));
  return promise;
};

/** Thrown when the disk will not say that it holds what it was given. Asking again would get a false yes. */
export class SyncFailed extends Error {
  override readonly name = "SyncFailed";
}

/** The file that lines are being added to. It holds whole lines only, whatever fails. */
export class ActiveSegment {
  rows = 0;
  bytes = 0;
  readonly #segmentId: SegmentId;
  readonly #counter = new SegmentCounter();
  readonly #slot: Slot;
  readonly #fd: number;
  #mayBeTorn = false;
  #isNameSynced = false;
  #isClosed = false;
  #isMoved = false;
  #syncing: Promise<void> | undefined;
  #nextSync: Promise<void> | undefined;

  constructor(slot: Slot, segmentId: SegmentId) {
    this.#slot = slot;
    this.#segmentId = segmentId;
    this.#fd = openSync(join(slot.active, `${segmentId}.ndjson`), "ax");
  }

  /** The operating system has all of `lines`, or the file is as it was and this throws. */
  write(lines: Buffer, events: readonly VisitEvent[]): void {
    this.#mend();
    this.#mayBeTorn = true;
    try {
      for (let done = 0; done < lines.length; ) done += writeSync(this.#fd, lines, done);
      this.#mayBeTorn = false;
    } catch (cause) {
      this.#mend();
      throw cause;
    }
    this.bytes += lines.length;
    this.rows += events.length;
    for (const event of events) this.#counter.add(event);
  }

  /** Throws where `write` would. A death in between leaves the beginning of a line, as one in `write` does. */
  probe(): void {
    this.#mend();
    this.#mayBeTorn = true;
    writeSync(this.#fd, " ");
    this.#mend();
  }

  /** Resolves once the disk has all that was written before the call; calls during one sync share the next. */
  synced(): Promise<void> {
    if (this.#syncing === undefined) return this.#sync();
    this.#nextSync ??= this.#syncing.then(() => {
      this.#nextSync = undefined;
      return this.#sync();
    });
    return this.#nextSync;
  }

  /** Safe to repeat when it failed. A sealed segment has at least one line. */
  async seal(): Promise<void> {
    if (!this.#isClosed) {
      this.#mend();
      await this.synced();
      closeSync(this.#fd);
      this.#isClosed = true;
    }
    const name = `${this.#segmentId}.ndjson`;
    const sealed = join(this.#slot.sealed, name);
    if (!this.#isMoved) {
      await this.#makeFolder();
      await this.#summarise(sealed);
      await rename(join(this.#slot.active, name), sealed);
      this.#isMoved = true;
    }
    await syncFolder(this.#slot.sealed);
    await syncFolder(this.#slot.active);
  }

  /** Somebody may have removed it, because it was empty. */
  async #makeFolder(): Promise<void> {
    const made = await mkdir(this.#slot.sealed, { recursive: true });
    if (made !== undefined) await syncFolder(dirname(made));
  }

  /** On a full disk it goes without: whoever ships it reads its lines. */
  async #summarise(sealed: string): Promise<void> {
    try {
      await writeSummary(sealed, { summary: this.#counter.summary(this.#segmentId), isOnlyCopy: true });
    } catch (cause) {
      if (!isOutOfSpace(cause)) throw cause;
      await removeSummary(sealed);
    }
  }

  /** Half a line that a full disk left would otherwise run into the next one. */
  #mend(): void {
    if (!this.#mayBeTorn) return;
    ftruncateSync(this.#fd, this.bytes);
    this.#mayBeTorn = false;
  }

  #sync(): Promise<void> {
    this.#syncing = this.#syncOnce();
    return this.#syncing;
  }

  async #syncOnce(): Promise<void> {
    try {
      await sync(this.#fd);
      if (!this.#isNameSynced) await syncFolder(this.#slot.active);
      this.#isNameSynced = true;
    } catch (cause) {
      throw new SyncFailed("The event log could not be synced.", { cause });
    } finally {
      this.#syncing = undefined;
    }
  }
}
