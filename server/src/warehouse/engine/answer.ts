import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Session } from "chdb";
import { messageOf } from "./message-of.ts";
import { writeParquet } from "./parquet-file.ts";
import { parseParameters } from "./parse-parameters.ts";
import { killWhenLeft, newMark, readWhole } from "./read-whole.ts";
import type { Sessions } from "./sessions.ts";

const READ = /^\s*(select|with|show|describe|exists)\b/i;
const INSERT = /^INSERT INTO (\w+) (?:\(([\w, ]+)\) )?FORMAT JSONEachRow\s*$/;
const FORMAT = /\bFORMAT\s+(\w+)\s*$/;
const LINE_FORMATS = ["JSONEachRow", "CSV", "TabSeparated"];
const TAG = "X-ClickHouse-Exception-Tag";
/** These of the parameters of a request are not settings. */
const NOT_SETTINGS = /^(query|query_id|database|default_format|param_\w+)$/;

/** The part of ClickHouse's HTTP interface that `@clickhouse/client` needs, so that it cannot tell the difference. */
export async function answer(
  sessions: Sessions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (pathname === "/ping") return void response.end("Ok.\n");
  try {
    const body = await buffer(request);
    const inUrl = searchParams.get("query");
    const sql = inUrl ?? body.toString();
    if (inUrl !== null && INSERT.test(sql))
      await sessions.inserting((session) => insert(session, sql, body, searchParams));
    else if (READ.test(sql))
      return await sessions.reading((session) => read(sessions, session, sql, searchParams, response));
    else await command(sessions.writing, sql, searchParams);
    response.end();
  } catch (cause) {
    refuse(response, cause);
  }
}

async function insert(session: Session, sql: string, values: Buffer, search: URLSearchParams): Promise<void> {
  const [, table = "", names] = INSERT.exec(sql) ?? [];
  const columns = names?.split(", ");
  const settings = Object.fromEntries(
    [...search]
      .filter(([name]) => !NOT_SETTINGS.test(name) && !name.startsWith("output_format_"))
      .map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]),
  );
  await session.insert({ table, ...(columns && { columns }), values, format: "JSONEachRow", settings });
}

/** With parameters it runs on this thread: bound in another, they would mix with those of a read that begins. */
async function command(session: Session, sql: string, search: URLSearchParams): Promise<void> {
  const parameters = parseParameters(sql, search);
  if (Object.keys(parameters).length > 0) session.queryBind(sql, parameters);
  else await session.queryAsync(sql);
}

async function read(
  sessions: Sessions,
  session: Session,
  sql: string,
  search: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  if (response.destroyed) return; // The caller left while it waited.
  const format = FORMAT.exec(sql)?.[1] ?? search.get("default_format") ?? "TabSeparated";
  if (format === "Parquet") return readFile(sessions, session, sql, search, response);
  if (!LINE_FORMATS.includes(format))
    throw new Error(`Code: 73. DB::Exception: ${format} is not streamed. (UNKNOWN_FORMAT)`);
  const parameters = parseParameters(sql, search);
  const left = leftBy(response);
  if (search.get("wait_end_of_query") === "1") {
    response.end(await readWhole(sessions, session, { sql, format, parameters, left }));
    return;
  }
  const mark = newMark();
  const chunks = session.queryStreamBind(`${mark} ${sql}`, parameters, { format });
  const keep = killWhenLeft(sessions, mark, left);
  const closed = new Promise((resolve) => response.once("close", resolve));
  response.setHeader(TAG, randomBytes(8).toString("hex"));
  try {
    for await (const chunk of chunks) {
      if (response.destroyed) return;
      if (!response.write(chunk.raw())) await Promise.race([drainOf(response), closed]);
    }
    response.end();
  } finally {
    keep();
  }
}

/** Written before the first byte is sent, so that a slow caller holds no connection of the engine's. */
async function readFile(
  sessions: Sessions,
  session: Session,
  sql: string,
  search: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const mark = newMark();
  const keep = killWhenLeft(sessions, mark, leftBy(response));
  const parameters = parseParameters(sql, search);
  const file = await writeParquet(session, sessions.exportsFolder, mark, sql, parameters).finally(keep);
  response.setHeader(TAG, randomBytes(8).toString("hex"));
  void pipeline(file.createReadStream(), response).catch(() => {}); // A caller that left.
}

/** Aborted when the caller goes before the answer does. */
function leftBy(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) left.abort();
  });
  return left.signal;
}

const drainOf = (response: ServerResponse) => new Promise((resolve) => response.once("drain", resolve));

/** After the first rows the status has been sent: then the failure is their end, and the answer is broken off. */
function refuse(response: ServerResponse, cause: unknown): void {
  const message = messageOf(cause);
  if (response.headersSent) {
    const tag = response.getHeader(TAG);
    const length = Buffer.byteLength(message) + 1;
    const end = `\r\n__exception__\r\n${tag}\r\n${message}\n${length} ${tag}\r\n__exception__\r\n`;
    response.write(end, () => response.destroy());
  } else {
    const code = /^Code: (\d+)/.exec(message)?.[1] ?? "1001";
    response.writeHead(500, { "X-ClickHouse-Exception-Code": code }).end(message);
  }
}
