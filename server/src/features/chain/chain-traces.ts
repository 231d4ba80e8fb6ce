import type { VisitEvent } from "#kernel/visit-event.ts";

type Rows = { readonly rows: (text: string) => Promise<unknown[]> };

/** For tests: the events that are to reach the event log. */
export async function pendingVisits({ rows }: Rows): Promise<VisitEvent[]> {
  const pending = await rows("select event from pending_visits order by id");
  return pending.map((row) => JSON.parse((row as { event: string }).event));
}

type Answer = { readonly status: number; readonly body: unknown };
type Members = {
  readonly member: (
    role: "CREATOR",
    handle: string,
  ) => Promise<{ readonly get: (path: string) => Promise<Answer> }>;
};
type Session = { readonly signals: { readonly signalKey: string }[]; readonly segments: string[] };

/** For tests: a session of `acme` as a member reads it. */
export async function readSession({ member }: Members, sessionId: string) {
  const creator = await member("CREATOR", "acme");
  const { status, body } = await creator.get(`/v2/handles/acme/chain/${sessionId}`);
  return { status, body: body as Session };
}
