import { hash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { boundedText } from "#platform/visits/bounded-text.ts";
import { preferredLanguage } from "#platform/visits/preferred-language.ts";
import { readReferrer } from "#platform/visits/read-referrer.ts";

/** What many events have in common: all but the id. */
export type HistoryEvent = Pick<VisitEvent, "at" | "kind" | "slug"> & Partial<VisitEvent>;
export type HistoryLine = { readonly event: HistoryEvent; readonly count: number };

const COUNT_MAX = 100_000;
const DECIMAL = /^(?:0|[1-9]\d{0,13})(?:\.\d{1,4})?$/;
const DEVICES: Readonly<Record<string, VisitEvent["device"]>> = {
  mobile: "MOBILE",
  tablet: "TABLET",
  desktop: "DESKTOP",
  laptop: "DESKTOP",
  "": "",
};

/** As capture does it: cut to its length, and without what cannot be shown. */
const Text = z
  .string()
  .transform((text) => boundedText(text))
  .nullish();

const At = z.union(
  [z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.int()],
  "A moment such as 2024-05-01T10:00:00Z, or epoch milliseconds.",
);

const Country = z
  .string()
  .regex(/^(?:[A-Za-z]{2})?$/, "A country is the two letters of ISO 3166.")
  .transform((code) => code.toUpperCase())
  .nullish();

const Device = z
  .string()
  .transform((name) => DEVICES[name.toLowerCase()])
  .pipe(
    z.custom<VisitEvent["device"]>(
      (device) => device !== undefined,
      "A device is mobile, tablet, desktop or laptop.",
    ),
  )
  .nullish();

const Value = z
  .union([z.number(), z.string()])
  .transform(String)
  .refine((text) => DECIMAL.test(text), "A decimal number from 0 to below 1e14, of at most 4 decimals.")
  .nullish();

const HistoryBody = z
  .strictObject({
    at: At,
    slug: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, "A slug is 1 to 200 characters."),
    country: Country,
    device: Device,
    os: Text,
    browser: Text,
    language: Text,
    referrer: z.string().max(4096).nullish(),
    source: Text,
    campaign: Text,
    utmSource: Text,
    utmMedium: Text,
    utmCampaign: Text,
    utmTerm: Text,
    utmContent: Text,
    kind: z.enum(["click", "conversion"]).nullish(),
    visitor: z.string().max(4096).nullish(),
    name: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, "A name is 1 to 64 letters, digits, dots, hyphens or underscores.")
      .nullish(),
    value: Value,
    currency: z
      .string()
      .regex(/^[A-Za-z]{3}$/, "A currency is the three letters of ISO 4217.")
      .transform((code) => code.toUpperCase())
      .nullish(),
    count: z.int().min(1).max(COUNT_MAX).nullish(),
  })
  .superRefine(({ kind, name, value, currency }, issues) => {
    if (kind !== "conversion") {
      for (const [path, given] of Object.entries({ name, value, currency })) {
        if (given != null)
          issues.addIssue({ code: "custom", path: [path], message: "Only a conversion has it." });
      }
    } else if (currency == null && /[1-9]/.test(value ?? "")) {
      issues.addIssue({ code: "custom", path: ["currency"], message: "A value above 0 needs its currency." });
    }
  });

type Options = {
  /** Epoch milliseconds: what is older is not kept here, and what is later has not happened. */
  readonly since: number;
  readonly until: number;
  /** By which the visitors of one batch are hashed. */
  readonly salt: string;
};

export type LineIssue = { readonly path: string; readonly message: string };

/** The events of one line, or every reason why it is refused. */
export function readHistoryLine(value: unknown, options: Options): HistoryLine | readonly LineIssue[] {
  const parsed = HistoryBody.safeParse(value);
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  }
  const { at } = parsed.data;
  if (at < options.since)
    return [{ path: "at", message: `Events before ${iso(options.since)} are not kept here.` }];
  if (at > options.until) return [{ path: "at", message: "It lies in the future." }];
  return { event: eventOf(parsed.data, options.salt), count: parsed.data.count ?? 1 };
}

const iso = (ms: number) => new Date(ms).toISOString();

function eventOf(line: z.output<typeof HistoryBody>, salt: string): HistoryEvent {
  const kind = line.kind ?? "click";
  const referrer = line.referrer == null ? null : readReferrer(withScheme(line.referrer));
  const event = {
    at: line.at,
    kind,
    slug: line.slug,
    visitor: line.visitor ? hash("sha256", `${salt}\n${line.visitor}`, "hex").slice(0, 16) : "",
    status: kind === "click" ? 302 : 0,
    country: line.country,
    device: line.device,
    os: line.os,
    browser: line.browser,
    language: preferredLanguage(line.language ?? undefined),
    referrer: referrer?.host,
    source: line.source || line.utmSource || referrer?.source,
    campaign: line.campaign || line.utmCampaign,
    utmSource: line.utmSource,
    utmMedium: line.utmMedium,
    utmCampaign: line.utmCampaign,
    utmTerm: line.utmTerm,
    utmContent: line.utmContent,
    name: kind === "conversion" ? (line.name ?? "conversion") : "",
    value: line.value,
    currency: line.currency,
  };
  const said = Object.entries(event).filter(([, value]) => value != null && value !== "");
  return Object.fromEntries(said) as Partial<VisitEvent> as HistoryEvent;
}

/** Some write the whole address, some the host alone. */
const withScheme = (text: string) => (text === "" || text.includes("://") ? text : `https://${text}`);
