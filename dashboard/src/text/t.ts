import english from "./en.json" with { type: "json" };

/** The name of a text in the catalogue. */
export type TextKey = keyof typeof english;

/** The text of that name, its `{places}` filled. Another language is another catalogue with the same names. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return english[key].replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
