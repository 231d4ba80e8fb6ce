import { CsvError, parse } from "csv-parse";
import { AppError } from "#kernel/errors.ts";
import { findDelimiter } from "./find-delimiter.ts";
import type { RawRow } from "./raw-row.ts";
import { decodeText } from "./upload-text.ts";

const RECORD_LENGTH_MAX = 1024 * 1024;
/** Rows that wait to be written outlive the garbage collector's first look and cost memory: few are made at a time. */
const PIECE_LENGTH = 8 * 1024;
const COLUMNS_MAX = 500;

export type Csv = {
  readonly header: readonly string[];
  readonly rows: AsyncIterable<RawRow<readonly string[]>>;
};

type Row = { readonly cells: readonly string[]; readonly line: number };

/**
 * A table whose first line names its columns; commas, semicolons or tabs between them. Empty lines are no rows. What no
 * longer can be told apart ends the reading with 400: a quotation mark that is not closed, bytes that are no UTF-8.
 */
export async function readCsv(chunks: AsyncIterable<Uint8Array>): Promise<Csv> {
  const texts = decodeText(chunks);
  const { text, delimiter } = await findDelimiter(texts);
  const rows = parseRows(withBegin(text, texts), delimiter);
  const first = await rows.next();
  const header = first.done ? [] : first.value.cells.map((name) => name.trim());
  requireHeader(header);
  return { header, rows: numbered(rows, header.length) };
}

async function* numbered(rows: AsyncIterable<Row>, width: number): AsyncGenerator<RawRow<readonly string[]>> {
  let row = 0;
  for await (const { cells, line } of rows) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    row += 1;
    const surplus = cells.slice(width).some((cell) => cell.trim() !== "");
    yield surplus ? { row, line, refusal: tooWide(cells.length, width) } : { row, line, value: cells };
  }
}

const tooWide = (cells: number, width: number) =>
  new AppError("invalid_payload", `The row has ${cells} cells, and the header names ${width} columns.`);

/** What could be told apart before a fault comes before it. */
async function* parseRows(texts: AsyncIterable<string>, delimiter: string): AsyncGenerator<Row> {
  let rows: Row[] = [];
  let surplusLines = 0;
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    max_record_size: RECORD_LENGTH_MAX,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (cells: string[], { lines }) => {
      // The parser counts both halves of a line break that stands in a cell.
      for (const cell of cells) if (cell.includes("\r\n")) surplusLines += cell.split("\r\n").length - 1;
      rows.push({ cells, line: lines - surplusLines });
      return null;
    },
  }).resume();
  const failed = new Promise<never>((_, reject) => void parser.once("error", reject));
  failed.catch(() => {}); // Whoever writes next meets it.
  const written = (write: (done: () => void) => void) => Promise.race([new Promise<void>(write), failed]);
  const take = () => {
    const taken = rows;
    rows = [];
    return taken;
  };
  try {
    for await (const text of texts) {
      for (let at = 0; at < text.length; at += PIECE_LENGTH) {
        const piece = text.slice(at, at + PIECE_LENGTH);
        await written((done) => void parser.write(piece, () => done()));
        yield* take();
      }
    }
    await written((done) => void parser.once("end", done).end());
  } catch (thrown) {
    yield* take();
    throw thrown instanceof CsvError ? csvFault(thrown) : thrown;
  }
  yield* take();
}

function csvFault(fault: CsvError): AppError {
  const message =
    fault.code === "CSV_MAX_RECORD_SIZE"
      ? `A row is longer than ${RECORD_LENGTH_MAX / 1024} KB; perhaps a quotation mark is not closed.`
      : fault.code === "CSV_QUOTE_NOT_CLOSED"
        ? "A quotation mark is not closed before the file ends."
        : "The file is no CSV from here on.";
  return new AppError("invalid_payload", message, { cause: fault });
}

async function* withBegin(begin: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  if (begin !== "") yield begin;
  yield* rest;
}

function requireHeader(header: readonly string[]): void {
  const refuse = (message: string) => new AppError("invalid_payload", message);
  if (header.every((name) => name === "")) {
    throw refuse("The file is empty: its first line must name the columns.");
  }
  if (header.some((name) => name.includes("\0"))) {
    throw refuse("The file is no text; a zip archive has to be unpacked first.");
  }
  if (header.length > COLUMNS_MAX) throw refuse(`The file has more than ${COLUMNS_MAX} columns.`);
}
