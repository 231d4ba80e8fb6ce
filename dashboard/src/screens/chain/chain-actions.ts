import type { Schemas } from "#api/schemas.ts";

export type ChainAction = Schemas["ChainDecision"]["action"];

export const ACTIONS = [
  ...([
    "popup",
    "banner",
    "cta_swap",
    "redirect",
    "segment",
    "custom",
  ] as const satisfies readonly ChainAction[]),
];

/** The texts that each action has a place for; the script on the page reads them by these names. */
export const FIELDS_OF = {
  popup: ["title", "text", "href", "hrefText"],
  banner: ["title", "text", "href", "hrefText"],
  cta_swap: ["selector", "text", "href"],
  redirect: ["destinationUrl"],
  segment: [],
  custom: [],
} as const satisfies Readonly<Record<ChainAction, readonly string[]>>;

/** An object that was written as JSON; `undefined` for whatever is none. */
export function readJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
