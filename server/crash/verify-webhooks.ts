import { RETRY_AFTER_MS } from "#platform/delivery/retry-schedule.ts";
import type { Control } from "#testing/start-control.ts";
import { ENDPOINTS, type startFaultyReceiver } from "./faulty-receiver.ts";

export type WebhookReport = {
  readonly broken: readonly string[];
  readonly deliveries: number;
  readonly attempts: number;
  /** Deliveries that an endpoint accepted more than once. */
  readonly duplicates: number;
  /** Events that were committed and not dispatched when all those processes had died. */
  readonly orphans: number;
};

type Receiver = Awaited<ReturnType<typeof startFaultyReceiver>>;
type Run = { readonly events: number; readonly deaths: number; readonly orphans: number };
type Row = { readonly status: string; readonly event_id: string; readonly history: string };

/** The least that a spread leaves of a pause. */
const SPREAD_LEAST = 0.9;

/** What the endpoints have had against what was promised them. */
export async function verifyWebhooks(control: Control, receiver: Receiver, run: Run): Promise<WebhookReport> {
  const { had, problems } = receiver;
  const broken = [...new Set(problems)];
  const names = [
    ...Array.from({ length: run.events }, (_, n) => `event-${n}`),
    ...Array.from({ length: run.deaths }, (_, n) => `death-${n}`),
  ];
  for (const path of ENDPOINTS) {
    const lost = names.filter((name) => (had.get(`${path} ${name}`)?.accepted ?? 0) === 0);
    if (lost.length > 0) broken.push(`${lost.length} events are lost at ${path}: ${lost.slice(0, 3)}`);
  }
  for (const [name, one] of had) {
    if (one.webhookIds.size !== 1) broken.push(`${name} came under ${one.webhookIds.size} ids.`);
    if (one.bodies.size !== 1) broken.push(`${name} came as ${one.bodies.size} different bodies.`);
  }
  if (receiver.canaryHits() > 0) broken.push(`A redirect was followed ${receiver.canaryHits()} times.`);
  if (run.orphans !== run.deaths)
    broken.push(`${run.deaths} died with their event, ${run.orphans} events wait.`);
  broken.push(...(await verifyRows(control, names.length)));
  const all = [...had.values()];
  return {
    broken,
    deliveries: names.length * ENDPOINTS.length,
    attempts: all.reduce((sum, { attempts }) => sum + attempts, 0),
    duplicates: all.filter(({ accepted }) => accepted > 1).length,
    orphans: run.orphans,
  };
}

async function verifyRows(control: Control, events: number): Promise<readonly string[]> {
  const broken: string[] = [];
  const rows = (await control.rows("select status, event_id, history from webhook_deliveries")) as Row[];
  if (rows.length !== events * ENDPOINTS.length) broken.push(`${rows.length} rows for ${events} events.`);
  const failed = rows.filter(({ status }) => status !== "SUCCEEDED").length;
  if (failed > 0) broken.push(`${failed} rows do not say that they have arrived.`);
  const early = rows.filter(({ history }) => isTooEarly(JSON.parse(history))).length;
  if (early > 0) broken.push(`${early} were tried again before it was time.`);
  const left = await control.rows("select id from outbox where dispatched_at is null");
  if (left.length > 0) broken.push(`${left.length} events became no deliveries.`);
  return broken;
}

const isTooEarly = (history: readonly { readonly at: string }[]): boolean =>
  history.some(({ at }, n) => {
    const next = history[n + 1];
    return (
      next !== undefined && Date.parse(next.at) - Date.parse(at) < (RETRY_AFTER_MS[n] ?? 0) * SPREAD_LEAST
    );
  });
