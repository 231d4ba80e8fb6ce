import english from "./en.json" with { type: "json" };

/** The name of a text in a catalogue, that of a part which is loaded later among them. */
export type TextKey =
  | keyof typeof english
  | keyof typeof import("./en-audience.json")
  | keyof typeof import("./en-campaigns.json")
  | keyof typeof import("./en-functions.json")
  | keyof typeof import("./en-machines.json")
  | keyof typeof import("./en-plan.json")
  | keyof typeof import("./en-publish.json")
  | keyof typeof import("./en-settings.json");

const texts = new Map<string, string>(Object.entries(english));

/** Brings in the texts of a part that is not needed at first. */
export function addTexts(more: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(more)) texts.set(key, text);
}

/** The text of that name, its `{places}` filled. Another language is other catalogues with the same names. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text = texts.get(key) ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
