import { CATALOGUE } from "./notification.ts";
import type { ItemRow } from "./notification-tables.ts";

/** An event in words. */
export type Described = {
  readonly title: string;
  /** What it is about, where it names that. */
  readonly name: string | null;
  readonly facts: ReadonlyArray<readonly [name: string, value: string]>;
  /** ISO 8601. */
  readonly occurredAt: string;
};

const FACTS_MAX = 12;
const VALUE_CHARS_MAX = 300;
const SUMMARIES = new Map(CATALOGUE.map(({ type, summary }) => [type, summary.replace(/\.$/, "")]));
const NAMES = ["slug", "name", "domain", "subscriptionId", "visitorId", "tokenId"];

export function describeItem({
  type,
  payload,
  occurred_at,
}: Pick<ItemRow, "type" | "payload" | "occurred_at">): Described {
  const given: unknown = JSON.parse(payload);
  const entries = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const named = NAMES.map((name) => entries.find(([key]) => key === name)?.[1]);
  const name = named.find((value) => typeof value === "string");
  return {
    title: SUMMARIES.get(type) ?? type,
    name: name === undefined ? null : oneLine(name),
    facts: entries
      .filter(([, value]) => value !== null)
      .slice(0, FACTS_MAX)
      .map(([key, value]) => [key, oneLine(typeof value === "string" ? value : JSON.stringify(value))]),
    occurredAt: new Date(occurred_at).toISOString(),
  };
}

/** Somebody wrote it: it may not begin a line of its own, nor go on for ever. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ").trim();
  return line.length > VALUE_CHARS_MAX ? `${line.slice(0, VALUE_CHARS_MAX).toWellFormed()}…` : line;
}
