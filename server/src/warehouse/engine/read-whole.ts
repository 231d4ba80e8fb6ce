import { randomUUID } from "node:crypto";
import type { Session } from "chdb";
import { inlineParameters } from "./inline-parameters.ts";
import type { Parameter } from "./parse-parameters.ts";
import type { Sessions } from "./sessions.ts";

type Question = {
  readonly sql: string;
  readonly format: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Aborted when its caller leaves. */
  readonly left: AbortSignal;
};

/**
 * For whoever wants all of it at once: planned in another thread, where a stream is planned in this one, and no other caller
 * waits meanwhile. There no values can be bound, so they are written out.
 */
export async function readWhole(
  sessions: Sessions,
  session: Session,
  { sql, format, parameters, left }: Question,
): Promise<Uint8Array> {
  const mark = newMark();
  const keep = killWhenLeft(sessions, mark, left);
  const written = inlineParameters(sql, parameters);
  const result = await session.queryAsync(`${mark} ${written}`, { format }).finally(keep);
  return result.bytes();
}

/** To stand before a query, so that it can be told from others that say the same. */
export const newMark = (): string => `/* ${randomUUID()} */`;

/** Ends the query whose text begins with `mark` when its caller leaves before it has ended, until told to stop. */
export function killWhenLeft(sessions: Sessions, mark: string, left: AbortSignal): () => void {
  const kill = () => {
    void sessions.writing.queryAsync(`KILL QUERY WHERE startsWith(query, '${mark}') ASYNC`).catch(() => {});
  };
  left.addEventListener("abort", kill, { once: true });
  return () => left.removeEventListener("abort", kill);
}
