/** Money as readers of a language write it; `cents` are the currency's smallest unit, of which a yen has none. */
export function formatPrice(cents: number, currency: string, language: string): string {
  try {
    return formatted(cents, currency, language);
  } catch {
    // A language that Intl does not know, though it has the form of one.
    return formatted(cents, currency, "en");
  }
}

/** In the currency's main unit, as decimal text. */
export function decimalOf(cents: number, currency: string): string {
  const digits = digitsOf(new Intl.NumberFormat("en", { style: "currency", currency }));
  return (cents / 10 ** digits).toFixed(digits);
}

function formatted(cents: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  return format.format(cents / 10 ** digitsOf(format));
}

const digitsOf = (format: Intl.NumberFormat): number => format.resolvedOptions().maximumFractionDigits ?? 2;
