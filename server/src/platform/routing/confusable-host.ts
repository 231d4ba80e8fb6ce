import { domainToUnicode } from "node:url";
import { LOOKALIKES, WELL_KNOWN } from "./lookalikes.ts";

/** The scripts that are in everyday use everywhere (UAX #31, table 5). */
const SCRIPTS = [
  ...["Latin", "Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Arabic", "Thaana", "Ethiopic"],
  ...["Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam"],
  ...["Sinhala", "Thai", "Lao", "Tibetan", "Myanmar", "Khmer", "Han", "Hangul", "Hiragana", "Katakana"],
  "Bopomofo",
];

/** What is written together: one script, or Latin beside Japanese, Chinese or Korean. */
const TOGETHER = [
  ...SCRIPTS.map((script) => [script]),
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
].map((scripts) => {
  const letters = [...scripts, "Common", "Inherited"].map((script) => `\\p{Script_Extensions=${script}}`);
  return new RegExp(`^[${letters.join("")}]+$`, "u");
});

/** Letters, marks, digits, emoji, and the few signs that some scripts cannot be written without. */
const WORD = /^(?:[\p{XID_Continue}\p{Emoji}\u05f3\u05f4\u0f0b-]|\u200c|\u200d)+$/u;
/** Letters that pass for a colon or a bar, marks that strike letters through, and the dot that belongs between two l alone. */
const SIGNLIKE =
  /[\u01c0-\u01c3\u02b0-\u02ba\u02bd-\u02eb\u02ed-\u02ff]|[\u0334-\u0338]|[\u20d2-\u20f0]|(?<!l)\u00b7|\u00b7(?!l)/u;
/** Strokes of Japanese and Chinese that pass for a slash, a dash or a dot where none of their own stand beside them. */
const LONE_STROKE =
  /(?<![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])[ノソンゾ丿一丶丨ー・](?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}])/u;
/** Marks that are overlooked, once they are taken off their letters. */
const FAINT_MARK = /[\u0307\u0323-\u0328\u032d-\u0332]/gu;

/**
 * Says what a host, as the URL parser writes it, could be mistaken for; `undefined` for an honest one. Every label must be
 * of scripts that are written together (Unicode UTS #39, 5.2, "Highly Restrictive": https://www.unicode.org/reports/tr39/),
 * of words and not of signs that pass for a URL's own, and no well-known name in the letters of another script.
 */
export function confusionOf(hostname: string): string | undefined {
  if (!hostname.includes("xn--")) return undefined;
  for (const label of domainToUnicode(hostname).split(".")) {
    const confusion = confusionOfLabel(label);
    if (confusion !== undefined) return `It looks like another address: ${confusion}.`;
  }
  return undefined;
}

function confusionOfLabel(label: string): string | undefined {
  if (label.startsWith("xn--")) return `${label} is the writing of no name`;
  if (!WORD.test(label) || SIGNLIKE.test(label)) return `${label} has a sign in it that passes for another`;
  if (/^[\0-\x7f]*$/.test(label)) return undefined;
  const readAs = skeletonOf(label);
  if (!TOGETHER.some((scripts) => scripts.test(label))) {
    const isLatin = /^[a-z0-9-]+$/.test(readAs);
    return isLatin ? `${label} can be read as ${readAs}` : `${label} mixes scripts, or is in a rare one`;
  }
  if (/[a-z]/.test(label) && LONE_STROKE.test(label)) {
    return `${label} has a stroke in it that passes for a sign`;
  }
  const words = label.split("-").filter((word) => /[^\0-\x7f]/.test(word));
  const imitated = words.find((word) => WELL_KNOWN.has(skeletonOf(word)));
  return imitated === undefined ? undefined : `${label} can be read as ${readAs}`;
}

/** A letter is looked up whole and, where it is not known as it stands, without its faint marks. */
const skeletonOf = (text: string): string => unmask(unmask(text).normalize("NFD").replaceAll(FAINT_MARK, ""));

const unmask = (text: string): string => [...text].map((letter) => LOOKALIKES.get(letter) ?? letter).join("");
