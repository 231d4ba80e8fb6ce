import { drainPending, Session } from "chdb";
import { emptyFolder } from "./parquet-file.ts";

/** Connections to one engine. A connection can run one streamed query at a time. */
export type Sessions = {
  /** Runs `work` with a connection of its own, after those that asked before. */
  readonly reading: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** The same for what adds rows: two at a time, because one would parse them on one core. */
  readonly inserting: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** For everything else. */
  readonly writing: Session;
  /** For files that are on their way to a caller. */
  readonly exportsFolder: string;
  readonly close: () => Promise<void>;
};

const READERS = 8;
const INSERTERS = 2;
/**
 * Answers are short, and a handle's rows are in few parts: writing the one and looking for the other in threads of their own
 * costs a millisecond each, and makes no export faster. There are no projections but the number of rows that each part has of
 * its month: to look for some takes half of one.
 */
const READ_SETTINGS = [
  "--max_execution_time=60",
  "--output_format_parallel_formatting=0",
  "--max_threads_for_indexes=1",
  "--optimize_use_projections=0",
];

/** Embedded, a statement would wait until the rows are rewritten that it changes, and nobody else be answered meanwhile. */
const WRITE_SETTINGS = ["--mutations_sync=0"];

export function openSessions(folder: string): Sessions {
  const open = (count: number, connectionArgs: string[] = []) =>
    Array.from({ length: count }, () => new Session(folder, { connectionArgs }));
  const writing = new Session(folder, { connectionArgs: WRITE_SETTINGS });
  const inserters = open(INSERTERS);
  const readers = open(READERS, READ_SETTINGS);
  const all = [writing, ...inserters, ...readers];
  return {
    writing,
    inserting: takingTurns(inserters),
    reading: takingTurns(readers),
    exportsFolder: emptyFolder(`${folder}-exports`),
    close: async () => {
      for (const session of all) session.close();
      await drainPending();
    },
  };
}

function takingTurns(sessions: readonly Session[]) {
  const free = [...sessions];
  const waiting: ((session: Session) => void)[] = [];
  const giveBack = (session: Session): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(session);
    else next(session);
  };
  return async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = free.pop() ?? (await new Promise<Session>((resolve) => waiting.push(resolve)));
    try {
      return await work(session);
    } catch (cause) {
      await session.queryAsync("select 1").catch(() => {}); // Or it would hold on to what failed until its next use.
      throw cause;
    } finally {
      giveBack(session);
    }
  };
}
