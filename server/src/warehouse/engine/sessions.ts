import { drainPending, Session } from "chdb";

/** Connections to one engine. A connection can run one streamed query at a time. */
export type Sessions = {
  /** Runs `work` with a connection of its own, after those that asked before. */
  readonly reading: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** For everything that is not a streamed read. */
  readonly writing: Session;
  readonly close: () => Promise<void>;
};

const READERS = 8;
const READ_LIMITS = ["--max_execution_time=60"];

export function openSessions(folder: string): Sessions {
  const writing = new Session(folder);
  const free = Array.from({ length: READERS }, () => new Session(folder, { connectionArgs: READ_LIMITS }));
  const waiting: ((session: Session) => void)[] = [];
  const all = [writing, ...free];

  const take = async (): Promise<Session> =>
    free.pop() ?? new Promise<Session>((resolve) => waiting.push(resolve));
  const giveBack = (session: Session): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(session);
    else next(session);
  };

  return {
    writing,
    reading: async (work) => {
      const session = await take();
      try {
        return await work(session);
      } catch (cause) {
        await session.queryAsync("select 1").catch(() => {}); // Or it would hold on to what failed until its next use.
        throw cause;
      } finally {
        giveBack(session);
      }
    },
    close: async () => {
      for (const session of all) session.close();
      await drainPending();
    },
  };
}
