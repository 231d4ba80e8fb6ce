import { type EventChoice, FILTERS, type Filter } from "#features/analytics/analytics-query.ts";
import type { VisitEvent } from "#kernel/visit-event.ts";

/**
 * For tests: whether an event has one of the asked values of each filter whose field `counts`, told if it is known. What is
 * not known has the empty value.
 */
export const hasValue = (
  event: VisitEvent,
  filters: EventChoice["filters"],
  counts: (isKnown: boolean) => boolean = () => true,
): boolean =>
  FILTERS.every((filter) => {
    const asked = filters[filter];
    if (asked === undefined) return true;
    const values = valuesOf(event, filter);
    const isKnown = values.some((value) => value !== "");
    return !counts(isKnown) || values.some((value) => asked.includes(value));
  });

/** For tests: what an event is under; one that has no segment is under the empty one. */
export const valuesOf = (event: VisitEvent, filter: Filter): readonly string[] =>
  filter === "segment"
    ? event.segments.length === 0
      ? [""]
      : [...new Set(event.segments)]
    : [event[filter]];

/** For tests: row by row. */
export const choose = (events: readonly VisitEvent[], { from, to, filters, includeBots }: EventChoice) =>
  events.filter(
    (event) =>
      event.at >= from && event.at < to && hasValue(event, filters) && (includeBots || event.bot === ""),
  );
