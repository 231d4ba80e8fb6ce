import type { Outcome } from "./mutate.ts";

/** What follows from several changes of one transaction, in their order; of two that set the same policy the later holds. */
export function consequencesOf(
  outcomes: readonly Outcome<unknown>[],
): Omit<Outcome<never>, "result" | "replay"> {
  const audit = outcomes.flatMap((outcome) => outcome.audit ?? []);
  const policy = Object.assign({}, ...outcomes.map((outcome) => outcome.policy));
  return {
    audit: audit.length === 0 ? null : audit,
    events: outcomes.flatMap(({ events = [] }) => events),
    routes: outcomes.flatMap(({ routes = [] }) => routes),
    visits: outcomes.flatMap(({ visits = [] }) => visits),
    ...(Object.keys(policy).length > 0 && { policy }),
  };
}
