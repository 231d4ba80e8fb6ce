import type { VisitEvent } from "#kernel/visit-event.ts";
import type { ClickContext } from "#platform/context/context-tokens.ts";
import { startControl } from "./start-control.ts";

const TABLES = ["conversions", "pending_visits", "visitor_segments", "outbox", "audit_events"] as const;
const CLICKED_BEFORE_MS = 7_200_000;

/** A control plane with the handles `acme` and `other`, and a click in `acme` two hours ago of which conversions come. */
export async function startConversions(...options: Parameters<typeof startControl>) {
  const control = await startControl(...options);
  await control.handle("acme");
  await control.handle("other");
  const clickedAt = control.now().getTime() - CLICKED_BEFORE_MS;
  const mint = (given: Partial<ClickContext> = {}) =>
    control.deps.contexts.mint({
      handleId: "hdl_acme",
      slug: "launch",
      clickId: "clk_1",
      clickedAt,
      session: "session-one",
      campaign: "spring",
      variant: "b",
      consent: "full",
      vars: { sku: "42", utm_source: "mail" },
      ...given,
    });
  return {
    control,
    clickedAt,
    mint,
    /** A whole body, of which a test says only what it is about. */
    send: (given: object = {}, headers?: Record<string, string>) =>
      control.anonymous.post(
        "/v2/public/conversions",
        { ctx: mint(), idempotencyKey: "order-1", ...given },
        headers,
      ),
    /** The events that wait for the log. */
    visits: async (): Promise<VisitEvent[]> => {
      const rows = await control.rows("select event from pending_visits order by id");
      return (rows as { event: string }[]).map(({ event }) => JSON.parse(event));
    },
    /** Everything that conversions leave anywhere. */
    traces: async () =>
      Promise.all(
        TABLES.map(async (table) => [table, await control.rows(`select * from ${table}`)] as const),
      ),
    forget: async () => {
      for (const table of TABLES) await control.rows(`delete from ${table}`);
    },
  };
}
