import { hash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { newId } from "#kernel/ids.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { SEGMENT_ROWS_MAX } from "#platform/event-log/grouped-event-log.ts";
import { parseSegmentFile, type SegmentId } from "#platform/event-log/segment-id.ts";
import { SegmentCounter } from "#platform/event-log/segment-summary.ts";
import { writeSummary } from "#platform/event-log/summary-file.ts";
import { syncFolder } from "#platform/event-log/sync-folder.ts";
import type { HistoryEvent } from "./history-line.ts";

type Options = {
  readonly folder: string;
  readonly handleId: string;
  readonly batchKey: string;
  /** Epoch milliseconds; with the batch and a number it names each segment. */
  readonly startedAt: number;
};

type Part = {
  readonly segmentId: SegmentId;
  readonly path: string;
  readonly file: FileHandle;
  counter: SegmentCounter;
};

const PART_BYTES_MAX = 8 * 1024 * 1024;
const WRITE_BYTES = 256 * 1024;

/**
 * Events as segments of the event log, in a folder where nobody ships them yet. They are as small as those of visits, and
 * when `finish` resolves they are on disk. It never holds more than a quarter of a megabyte.
 */
export class PartWriter {
  readonly #options: Options;
  #part: Part | undefined;
  #parts = 0;
  #rows = 0;
  #bytes = 0;
  #text = "";

  constructor(options: Options) {
    this.#options = options;
  }

  /** The same event `count` times, each with an id of its own. */
  async add(event: HistoryEvent, count: number): Promise<void> {
    const { handleId, batchKey } = this.#options;
    const metadata = JSON.stringify({ imported: batchKey });
    const rest = `",${JSON.stringify({ handleId, ...event, metadata }).slice(1)}\n`;
    for (let left = count; left > 0; left--) {
      this.#part ??= await this.#begin();
      this.#text += `{"id":"${newId("evt", event.at)}${rest}`;
      this.#rows += 1;
      this.#part.counter.add({ handleId, slug: event.slug, kind: event.kind, bot: "" } satisfies Counted);
      if (this.#text.length >= WRITE_BYTES) await this.#write(this.#part);
      if (this.#rows === SEGMENT_ROWS_MAX || this.#bytes + this.#text.length >= PART_BYTES_MAX)
        await this.#end();
    }
  }

  async finish(): Promise<void> {
    await this.#end();
    await syncFolder(this.#options.folder);
  }

  /** Lets go of the file that is open. What is written is the caller's to remove. */
  async abandon(): Promise<void> {
    await this.#part?.file.close();
    this.#part = undefined;
  }

  async #begin(): Promise<Part> {
    const segmentId = segmentIdOf(this.#options, this.#parts++);
    const path = join(this.#options.folder, `${segmentId}.ndjson`);
    return { segmentId, path, file: await open(path, "wx"), counter: new SegmentCounter() };
  }

  async #write({ file }: Part): Promise<void> {
    const bytes = Buffer.from(this.#text);
    this.#text = "";
    this.#bytes += bytes.length;
    await file.writeFile(bytes);
  }

  async #end(): Promise<void> {
    const part = this.#part;
    if (part === undefined) return;
    await this.#write(part);
    await part.file.sync();
    await part.file.close();
    this.#part = undefined;
    this.#rows = 0;
    this.#bytes = 0;
    await writeSummary(part.path, { summary: part.counter.summary(part.segmentId), isOnlyCopy: true });
  }
}

type Counted = Pick<VisitEvent, "handleId" | "slug" | "kind" | "bot">;

function segmentIdOf({ handleId, batchKey, startedAt }: Options, part: number): SegmentId {
  const batch = hash("sha256", `${handleId}\n${batchKey}`, "hex");
  const text = `${batch.slice(0, 16)}-${part}-${startedAt.toString(36)}-${batch.slice(16, 24)}`;
  const parsed = parseSegmentFile(`${text}.ndjson`);
  if (parsed === undefined) throw new Error(`${text} is no name of a segment.`);
  return parsed.segmentId;
}
