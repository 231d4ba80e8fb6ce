import { EVENT_KINDS, type EventKind } from "#kernel/visit-event.ts";
import type { FunnelStep, OrderedFunnel } from "./analytics-query.ts";
import { invalidQuery } from "./invalid-query.ts";

const STEPS = { min: 2, max: 8 };
const NAMED: readonly EventKind[] = ["signal", "conversion", "lead"];
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const WINDOW_MS_MAX = 90 * UNIT_MS.d;
const WINDOW = /^([1-9]\d{0,5})([mhd])$/;
const NAME = /^[\x21-\x7e]{1,128}$/;

/** `signal:view,click,conversion:lead` within `7d`. Throws for what is no funnel, and for a window around nothing. */
export function parseFunnel(
  steps: string | undefined,
  window: string | undefined,
): OrderedFunnel | undefined {
  if (steps === undefined) {
    if (window !== undefined) throw invalidQuery("window", "is of use with steps only");
    return undefined;
  }
  const parsed = steps.split(",").map(parseStep);
  if (parsed.length < STEPS.min || parsed.length > STEPS.max) {
    throw invalidQuery("steps", `takes ${STEPS.min} to ${STEPS.max} steps`);
  }
  return { steps: parsed, windowMs: parseWindow(window ?? "7d") };
}

/** As a caller writes it. */
export const stepText = ({ kind, name }: FunnelStep): string =>
  name === undefined ? kind : `${kind}:${name}`;

function parseStep(text: string): FunnelStep {
  const colon = text.indexOf(":");
  const kind = EVENT_KINDS.find((one) => one === (colon === -1 ? text : text.slice(0, colon)));
  if (kind === undefined) throw invalidQuery("steps", `each begins with one of ${EVENT_KINDS.join(", ")}`);
  if (colon === -1) return { kind, name: undefined };
  if (!NAMED.includes(kind)) throw invalidQuery("steps", `a ${kind} has no name`);
  const name = text.slice(colon + 1);
  if (!NAME.test(name)) throw invalidQuery("steps", "a name is 1 to 128 visible ASCII characters");
  return { kind, name };
}

function parseWindow(text: string): number {
  const [, count, unit] = WINDOW.exec(text) ?? [];
  const ms = Number(count) * (UNIT_MS[unit as keyof typeof UNIT_MS] ?? Number.NaN);
  if (ms <= WINDOW_MS_MAX) return ms;
  throw invalidQuery("window", "is a number of m, h or d, up to 90 days: 30m, 12h, 7d");
}
