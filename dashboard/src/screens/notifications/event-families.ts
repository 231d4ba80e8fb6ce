import type { Schemas } from "#api/schemas.ts";

type Event = Schemas["NotificationEvent"];
export type Family = { readonly name: string; readonly events: readonly Event[] };

/** The events of which mail can be sent, by what they are about, in the order in which the server names them. */
export function familiesOf(events: readonly Event[]): readonly Family[] {
  const mailed = events.filter(({ channels }) => channels.includes("email"));
  const groups = Map.groupBy(mailed, ({ type }) => type.split(".")[0] ?? type);
  return [...groups].map(([name, those]) => ({ name, events: those }));
}
