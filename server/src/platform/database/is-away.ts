/** Of Node's sockets: nobody is there, or not any more. */
const NO_CONNECTION = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ECONNABORTED", "ENOTFOUND", "EAI_AGAIN"],
  ...["ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENETUNREACH"],
]);
/** Of PostgreSQL: shutting down, starting up, too many clients, and the class of lost connections. */
const NOT_SERVING = /^(?:57P0[123]|53300|08\d{3})$/;
/** Of the driver, which has no codes: it was lost, it was lost before this was asked, or none was to be had in time. */
const NO_LINE =
  /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/;
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;

/**
 * Whether a query failed because the database, or its disk, is not there for now: nothing was changed, unless the line broke
 * during the commit, and later it may be.
 */
export function isAway(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof AggregateError) return thrown.errors.some(isAway);
  if (NO_LINE.test(thrown.message)) return true;
  const code = "code" in thrown ? String(thrown.code) : "";
  const primary = "errcode" in thrown ? Number(thrown.errcode) & 0xff : 0;
  return (
    NO_CONNECTION.has(code) || NOT_SERVING.test(code) || primary === SQLITE_FULL || primary === SQLITE_IOERR
  );
}
