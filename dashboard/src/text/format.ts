const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const NUMBER = new Intl.NumberFormat();
const SHARE = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** A day as this reader writes it. */
export const formatDay = (at: string): string => DAY.format(new Date(at));
/** A day and a time as this reader writes them. */
export const formatMoment = (at: string): string => MOMENT.format(new Date(at));
/** A number with this reader's separators. */
export const formatNumber = (value: number): string => NUMBER.format(value);
/** 0.123 as 12.3 %. */
export const formatShare = (value: number): string => SHARE.format(value);

/** An amount in its currency, also in one that this reader's browser does not know. */
export function formatMoney({
  value,
  currency,
}: {
  readonly value: number;
  readonly currency: string;
}): string {
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(value);
  } catch {
    return `${formatNumber(value)} ${currency}`;
  }
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

/** How long ago, or in how long, in the largest unit that fits. */
export function formatAgo(at: string, now = Date.now()): string {
  const ms = Date.parse(at) - now;
  const [unit, size] = UNITS.find(([, one]) => Math.abs(ms) >= one) ?? ["second", 1000];
  return AGO.format(Math.trunc(ms / size), unit);
}

const BYTE_UNITS = [
  ["byte", "long"],
  ["kilobyte", "short"],
  ["megabyte", "short"],
  ["gigabyte", "short"],
] as const;
const BYTES = BYTE_UNITS.map(
  ([unit, unitDisplay]) =>
    new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }),
);

/** A size in the largest unit that fits, of 1024 each. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log2(bytes) / 10));
  return BYTES[step]?.format(bytes / 1024 ** step) ?? "";
}

/** How many digits a currency has behind its point; two for what is no currency. */
export function minorDigits(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat(undefined, {
      style: "currency",
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

/** An amount in the smallest unit of its currency, as this reader writes it. */
export function formatPrice(cents: number, currency: string): string {
  const amount = cents / 10 ** minorDigits(currency);
  return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);
}
