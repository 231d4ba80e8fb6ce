import { AppError } from "#kernel/errors.ts";
import type { Upload } from "#platform/http/bind.ts";
import { isUnstorable } from "#platform/http/read-json.ts";
import { mapColumns } from "./column-mapping.ts";
import type { Draft } from "./own-columns.ts";
import type { RawRow } from "./raw-row.ts";
import { readCsv } from "./read-csv.ts";
import { readLines } from "./read-lines.ts";
import { uploadBytes } from "./upload-text.ts";
import type { FormatName } from "./vendor-formats.ts";

export type OpenImport = {
  readonly format: FormatName;
  readonly ignoredColumns: string[];
  /** Links as they were sent, nothing of them checked. */
  readonly rows: AsyncIterable<RawRow<unknown>>;
};

/** Reads as far as it takes to know whose file this is; throws 400 for what is no table of links. */
export async function openImport({ type, bytes }: Upload): Promise<OpenImport> {
  const chunks = uploadBytes(bytes);
  const { value: first } = await chunks.next();
  const all = withFirst(first, chunks);
  const isLines = type.endsWith("ndjson") || (type === "text/plain" && beginsObject(first));
  if (isLines) return { format: "switchyard", ignoredColumns: [], rows: readLines(all) };
  const { header, rows } = await readCsv(all);
  const { format, ignoredColumns, draftOf } = mapColumns(header);
  return { format, ignoredColumns, rows: draftsOf(rows, draftOf) };
}

async function* draftsOf(
  rows: AsyncIterable<RawRow<readonly string[]>>,
  draftOf: (row: readonly string[]) => Draft,
): AsyncGenerator<RawRow<Draft>> {
  for await (const row of rows) {
    if ("refusal" in row) yield row;
    else yield { row: row.row, line: row.line, ...draftOrRefusal(row.value, draftOf) };
  }
}

function draftOrRefusal(
  cells: readonly string[],
  draftOf: (row: readonly string[]) => Draft,
): { readonly value: Draft } | { readonly refusal: AppError } {
  if (cells.some(isUnstorable)) {
    return { refusal: new AppError("invalid_payload", "The row has a NUL in it.") };
  }
  try {
    return { value: draftOf(cells) };
  } catch (thrown) {
    if (thrown instanceof AppError) return { refusal: thrown };
    throw thrown;
  }
}

async function* withFirst(
  first: Uint8Array | undefined,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first !== undefined) yield first;
  yield* rest;
}

/** After a byte order mark and blanks. */
const beginsObject = (first: Uint8Array | undefined): boolean =>
  /^\ufeff?\s*\{/.test(Buffer.from(first?.subarray(0, 1024) ?? []).toString());
