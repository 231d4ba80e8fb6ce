import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { isAway } from "#platform/database/is-away.ts";
import type { Operation } from "#platform/http/operation.ts";
import { chunkItems } from "./chunk-items.ts";
import type { ImportDeps } from "./import-deps.ts";
import { errorOf, type ItemError, type ItemResult, type ItemStatus, refusalOf } from "./item-result.ts";
import { parseItem, type SlugPolicy } from "./link-item.ts";
import type { OpenImport } from "./open-import.ts";
import type { RawRow } from "./raw-row.ts";
import { readyItem } from "./ready-item.ts";
import { type ReadyItem, type WriteOptions, writeItems } from "./write-items.ts";

export type ImportOptions = WriteOptions & { readonly slugs: SlugPolicy };

export type RowResult = ItemResult & {
  /** From 1, the header and empty lines not counted. */
  readonly row: number;
  /** Of the file, from 1: where the row ends. */
  readonly line: number;
  readonly adaptedFrom?: string;
};

export type ImportSummary = Readonly<Record<ItemStatus, number>> & {
  /** How many were read. */
  readonly rows: number;
  /** Why the rest of the file was not; `null` when all of it was. What stands before holds. */
  readonly stopped: (ItemError & { readonly afterRow: number }) | null;
};

const ROWS_MAX = 100_000;

type Row = {
  readonly row: number;
  readonly line: number;
  readonly adaptedFrom?: string;
  readonly item: ReadyItem;
};

/**
 * Writes the rows of a file as they come, and tells of each through `onResults`. Throws when nothing could be done at all;
 * later failures end the import and are told in its summary.
 */
export async function importLinks(
  deps: ImportDeps,
  actor: HandleActor,
  operation: Operation,
  { rows }: Pick<OpenImport, "rows">,
  options: ImportOptions,
  onResults: (results: readonly RowResult[]) => void,
): Promise<ImportSummary> {
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0, failed: 0 };
  let done = 0;
  try {
    for await (const chunk of chunkItems(prepare(deps, actor, rows, options), deps.addresses)) {
      actor.signal.throwIfAborted();
      const items = chunk.map(({ item }) => item);
      const results = await writeItems(deps, actor, operation, items, options);
      for (const { status } of results) counts[status] += 1;
      done += results.length;
      onResults(results.map((result, index) => ({ ...placeOf(chunk[index]), ...result })));
    }
    return { rows: done, ...counts, stopped: null };
  } catch (thrown) {
    const reason = thrown instanceof AppError ? thrown : failureOf(thrown);
    const level = reason === thrown ? "info" : "error";
    deps.log[level]({ handleId: actor.handleId, rows: done, ...counts, err: thrown }, "an import stopped");
    if (done === 0) throw thrown;
    return { rows: done, ...counts, stopped: { ...errorOf(reason), afterRow: done } };
  }
}

const placeOf = (row: Row | undefined) => ({
  row: row?.row ?? 0,
  line: row?.line ?? 0,
  ...(row?.adaptedFrom !== undefined && { adaptedFrom: row.adaptedFrom }),
});

/** Checks each row by itself, and that no two are about one link. */
async function* prepare(
  deps: ImportDeps,
  actor: HandleActor,
  rows: AsyncIterable<RawRow<unknown>>,
  { slugs }: ImportOptions,
): AsyncGenerator<Row> {
  const rowsBySlug = new Map<string, number>();
  for await (const raw of rows) {
    const { row, line } = raw;
    if (row > ROWS_MAX) {
      throw new AppError("payload_too_large", `One import takes ${ROWS_MAX} rows; send the rest in another.`);
    }
    if ("refusal" in raw) {
      yield { row, line, item: { slug: null, refusal: raw.refusal } };
      continue;
    }
    try {
      const item = parseItem(raw.value, slugs);
      if (typeof item.slug === "string") {
        requireFirst(rowsBySlug.get(item.slug));
        rowsBySlug.set(item.slug, row);
      }
      const { adaptedFrom } = item;
      yield { row, line, ...(adaptedFrom && { adaptedFrom }), item: await readyItem(deps, actor, item) };
    } catch (thrown) {
      yield { row, line, item: { slug: slugSentIn(raw.value), refusal: refusalOf(thrown) } };
    }
  }
}

function requireFirst(row: number | undefined): void {
  if (row !== undefined) throw new AppError("conflict", `Row ${row} has this slug already.`);
}

const slugSentIn = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "slug" in value ? value.slug : null;

function failureOf(cause: unknown): AppError {
  return isAway(cause)
    ? new AppError("unavailable", "The database is not available right now.", { cause })
    : new AppError("internal_error", "Something went wrong on our side.", { cause });
}
