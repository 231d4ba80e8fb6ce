import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import * as contract from "./bulk-contract.ts";
import type { ImportDeps } from "./import-deps.ts";
import { type ImportOptions, type ImportSummary, importLinks, type RowResult } from "./import-links.ts";
import { openImport } from "./open-import.ts";
import { tableOfJson } from "./table-of-json.ts";
import type { FormatName } from "./vendor-formats.ts";

type ImportFileOptions = ImportOptions & {
  /** Whose export it has to be. */
  readonly format: FormatName;
  readonly onResults: (results: readonly RowResult[]) => void;
};

const JSON_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Imports what another service has exported: its table, or the JSON that its API answers with. Throws 400 for a file that is
 * not that service's, and as `importLinks` does.
 */
export async function importExport(
  deps: ImportDeps,
  actor: HandleActor,
  file: AsyncIterable<Uint8Array>,
  { format, onResults, ...options }: ImportFileOptions,
): Promise<ImportSummary & { readonly ignoredColumns: readonly string[] }> {
  const opened = await openImport({ type: "text/csv", bytes: Readable.toWeb(Readable.from(asTable(file))) });
  if (opened.format !== format) {
    const message = `The file has not the columns of an export of ${format}; they look like those of ${opened.format}.`;
    throw new AppError("invalid_payload", message);
  }
  const summary = await importLinks(deps, actor, contract.importLinks, opened, options, onResults);
  return { ...summary, ignoredColumns: opened.ignoredColumns };
}

async function* asTable(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = file[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done) return;
  const rest = async function* () {
    yield first.value;
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
  };
  const isJson = /^\ufeff?\s*[[{]/.test(Buffer.from(first.value.subarray(0, 1024)).toString());
  if (!isJson) return yield* rest();
  yield Buffer.from(tableOfJson((await buffer(limited(rest()))).toString().replace(/^\ufeff/, "")));
}

/** JSON is read as a whole. */
async function* limited(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > JSON_BYTES_MAX)
      throw new AppError("payload_too_large", "A file of JSON may have 64 MB; split it, or export a table.");
    yield piece;
  }
}
