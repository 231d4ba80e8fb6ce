import { AsyncLocalStorage } from "node:async_hooks";

/** Whose work is being done: a request's, or one turn's of a job. */
export type LogContext = Readonly<Partial<Record<"requestId" | "traceId" | "job" | "runId", string>>>;

const storage = new AsyncLocalStorage<LogContext>();

/** Everything that is logged in `work`, and in whatever it starts, carries these fields. */
export const withLogContext = <T>(fields: LogContext, work: () => T): T => storage.run(fields, work);

/** A copy, which may be added to. */
export const logContext = (): Record<string, string> => ({ ...storage.getStore() });
