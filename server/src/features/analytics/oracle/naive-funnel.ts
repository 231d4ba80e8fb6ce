import type { AnalyticsQuery, FunnelStep } from "#features/analytics/analytics-query.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { hasValue } from "./naive-choice.ts";

const DAY_MS = 86_400_000;
const VISITS = ["click", "orphan", "impression"];
const isVisit = ({ kind }: VisitEvent) => VISITS.includes(kind);

/** For tests: how many persons got as far as each step, found by trying out every order of every person's events. */
export function naiveFunnel(all: readonly VisitEvent[], query: AnalyticsQuery): number[] | undefined {
  const { funnel, filters, from, to } = query;
  if (funnel === undefined) return undefined;
  const chosen = all.filter(
    (event) =>
      event.at >= from &&
      event.at < to &&
      event.bot === "" &&
      hasValue(event, filters, (isKnown) => isVisit(event) || isKnown),
  );
  const persons = Map.groupBy(chosen, (event) => personOf(event, all, query));
  const isNarrowed = Object.values(filters).some((values) => values.length > 0);
  const levels = [...persons.values()]
    .filter((events) => !isNarrowed || events.some(isVisit))
    .map((events) => levelOf(events, funnel.steps, funnel.windowMs));
  return funnel.steps.map((_, index) => levels.filter((level) => level > index).length);
}

const ownName = ({ sessionId, visitor, clickId, id }: VisitEvent): string =>
  sessionId || visitor || clickId || id;

function personOf(event: VisitEvent, all: readonly VisitEvent[], { from, to }: AnalyticsQuery): string {
  if (isVisit(event) || event.sessionId !== "" || event.visitor !== "") return ownName(event);
  const click = all.find(
    ({ id, kind, at }) => id === event.clickId && kind === "click" && at >= from - 30 * DAY_MS && at < to,
  );
  return ownName(click ?? event);
}

const isStep = (event: VisitEvent, { kind, name }: FunnelStep): boolean =>
  event.kind === kind && (name === undefined || event.name === name);

const canBeBoth = (one: FunnelStep, other: FunnelStep): boolean =>
  one.kind === other.kind && (one.name === undefined || other.name === undefined || one.name === other.name);

/** `start`: of all ways to get there, the latest moment of the first step. */
type Reached = { readonly at: number; readonly start: number };

function levelOf(events: readonly VisitEvent[], steps: readonly FunnelStep[], windowMs: number): number {
  const isStrict = steps.some((one, index) => steps.slice(index + 1).some((other) => canBeBoth(one, other)));
  let reached: readonly Reached[] = [];
  for (const [index, step] of steps.entries()) {
    const before = reached;
    reached = events
      .filter((event) => isStep(event, step))
      .flatMap(({ at }) => {
        if (index === 0) return [{ at, start: at }];
        const starts = before
          .filter((one) => (isStrict ? one.at < at : one.at <= at))
          .map(({ start }) => start);
        const start = Math.max(...starts);
        return at - start <= windowMs ? [{ at, start }] : [];
      });
    if (reached.length === 0) return index;
  }
  return steps.length;
}
