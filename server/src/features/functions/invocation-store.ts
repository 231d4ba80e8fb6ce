import type { Reader, Tx } from "#platform/database/database.ts";
import type { Invocation, LoggedInvocation } from "./invocation.ts";

type InvocationRow = {
  readonly handle_id: string;
  readonly binding_key: string;
  readonly invocation_id: string;
  readonly at: number;
  readonly caller: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly duration_ms: number;
  readonly error: string | null;
  readonly message: string | null;
  readonly request_bytes: number;
  readonly response_bytes: number;
  readonly log: string;
};
type InvocationTables = { readonly function_invocations: InvocationRow };

/** Of one statement. */
const ROWS_MAX = 50;

export async function insertInvocations(tx: Tx, invocations: readonly Invocation[]): Promise<void> {
  for (let from = 0; from < invocations.length; from += ROWS_MAX) {
    await tx
      .$extendTables<InvocationTables>()
      .insertInto("function_invocations")
      .values(invocations.slice(from, from + ROWS_MAX).map(toRow))
      .execute();
  }
}

/** Newest first, those since `since` (epoch ms) and before the id `before`. */
export async function listInvocations(
  read: Reader,
  handleId: string,
  bindingKey: string,
  since: number,
  before: string | undefined,
  limit: number,
): Promise<LoggedInvocation[]> {
  let found = read
    .$extendTables<InvocationTables>()
    .selectFrom("function_invocations")
    .selectAll()
    .where("handle_id", "=", handleId)
    .where("binding_key", "=", bindingKey)
    .where("at", ">=", since)
    .orderBy("invocation_id", "desc")
    .limit(limit);
  if (before !== undefined) found = found.where("invocation_id", "<", before);
  return (await found.execute()).map(toInvocation);
}

/** Leaves the newest `keep` of a function. */
export async function deleteAllBut(
  tx: Tx,
  handleId: string,
  bindingKey: string,
  keep: number,
): Promise<void> {
  const tables = tx.$extendTables<InvocationTables>();
  const [last] = await tables
    .selectFrom("function_invocations")
    .select("invocation_id")
    .where("handle_id", "=", handleId)
    .where("binding_key", "=", bindingKey)
    .orderBy("invocation_id", "desc")
    .limit(1)
    .offset(keep)
    .execute();
  if (last === undefined) return;
  await tables
    .deleteFrom("function_invocations")
    .where("handle_id", "=", handleId)
    .where("binding_key", "=", bindingKey)
    .where("invocation_id", "<=", last.invocation_id)
    .execute();
}

export async function deleteInvocations(tx: Tx, handleId: string, bindingKey: string): Promise<void> {
  await tx
    .$extendTables<InvocationTables>()
    .deleteFrom("function_invocations")
    .where("handle_id", "=", handleId)
    .where("binding_key", "=", bindingKey)
    .execute();
}

/** Of every handle. */
export async function deleteInvocationsBefore(tx: Tx, before: number): Promise<void> {
  await tx
    .$extendTables<InvocationTables>()
    .deleteFrom("function_invocations")
    .where("at", "<", before)
    .execute();
}

const toRow = (invocation: Invocation): InvocationRow => ({
  handle_id: invocation.handleId,
  binding_key: invocation.bindingKey,
  invocation_id: invocation.invocationId,
  at: invocation.at.getTime(),
  caller: invocation.caller,
  method: invocation.method,
  path: invocation.path,
  status: invocation.status,
  duration_ms: invocation.durationMs,
  error: invocation.error,
  message: invocation.message && storable(invocation.message),
  request_bytes: invocation.requestBytes,
  response_bytes: invocation.responseBytes,
  log: storable(invocation.log),
});

/** A script writes what it will; PostgreSQL keeps no NUL and no half of a character. */
const storable = (text: string) => text.replaceAll("\0", "").toWellFormed();

const toInvocation = (row: InvocationRow): LoggedInvocation => ({
  invocationId: row.invocation_id,
  at: new Date(row.at),
  caller: row.caller,
  method: row.method,
  path: row.path,
  status: row.status,
  durationMs: row.duration_ms,
  error: row.error,
  message: row.message,
  requestBytes: row.request_bytes,
  responseBytes: row.response_bytes,
  log: row.log,
});
