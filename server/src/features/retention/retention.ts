/** For how long events of one handle are kept. `null`: for ever. */
export type Retention = {
  /** What the handle's owner has asked for; `null` for whatever the operator lets it. */
  readonly eventsDays: number | null;
  /** What holds: no handle keeps anything for longer than the operator. */
  readonly effectiveDays: number | null;
};

const DAY_MS = 86_400_000;

/** `operatorDays` is 0 where the operator sets no limit. */
export function retentionOf(eventsDays: number | null, operatorDays: number): Retention {
  const limits = [eventsDays, operatorDays].filter((days) => days !== null && days !== 0) as number[];
  return { eventsDays, effectiveDays: limits.length === 0 ? null : Math.min(...limits) };
}

/** Epoch milliseconds: what happened before is not kept. */
export const keptSince = (effectiveDays: number | null, now: Date): number =>
  effectiveDays === null ? 0 : now.getTime() - effectiveDays * DAY_MS;

/** The months (`202512`) that ended before `since`, of those that are there. */
export const monthsBefore = (months: readonly string[], since: number): readonly string[] =>
  months.filter((month) => {
    const [, year, number] = /^(\d{4})(\d{2})$/.exec(month) ?? [];
    return year !== undefined && Date.UTC(Number(year), Number(number)) <= since;
  });
