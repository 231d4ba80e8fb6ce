/** What of a lead speaks for or against a person behind it. */
export type SpamFacts = {
  /** A field that no person sees was filled in. */
  readonly isTrapped: boolean;
  /** How long the form was open, where its script said so. */
  readonly elapsedMs: number | undefined;
  /** The user agent says that it is a program's. */
  readonly isBot: boolean;
  /** All that was written. */
  readonly text: string;
};

export type Spam = { readonly score: number; readonly reasons: readonly string[] };

/** From here on a lead is kept apart: it is listed, and nobody is told. */
export const SPAM_FROM = 60;

const FAST_MS = 2_000;
const LINK = /\bhttps?:\/\/|\bwww\./gi;
const MARKUP = /<a\s+href|\[url[=\]]|\[link[=\]]/i;
const WORDS = /\b(?:viagra|cialis|casino|porn|payday loan|crypto giveaway|backlinks?|seo services)\b/i;

const SIGNS: ReadonlyArray<{ reason: string; points: number; holds: (facts: SpamFacts) => boolean }> = [
  { reason: "honeypot", points: 100, holds: ({ isTrapped }) => isTrapped },
  { reason: "too_fast", points: 40, holds: ({ elapsedMs = FAST_MS }) => elapsedMs < FAST_MS },
  { reason: "automated_agent", points: 30, holds: ({ isBot }) => isBot },
  { reason: "link_markup", points: 60, holds: ({ text }) => MARKUP.test(text) },
  { reason: "many_links", points: 40, holds: ({ text }) => (text.match(LINK) ?? []).length > 2 },
  { reason: "advertised_words", points: 40, holds: ({ text }) => WORDS.test(text) },
  { reason: "shouting", points: 20, holds: ({ text }) => isShouting(text) },
];

/** From 0 to 100: the points of every sign that holds, each by its name. */
export function spamScore(facts: SpamFacts): Spam {
  const found = SIGNS.filter(({ holds }) => holds(facts));
  const sum = found.reduce((points, sign) => points + sign.points, 0);
  return { score: Math.min(100, sum), reasons: found.map(({ reason }) => reason) };
}

function isShouting(text: string): boolean {
  const letters = text.replaceAll(/[^\p{L}]/gu, "");
  return letters.length > 40 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
}
