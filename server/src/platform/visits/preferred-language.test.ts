import { expect, test } from "vitest";
import { preferredLanguage } from "./preferred-language.ts";

test.each([
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["EN", "en"],
  ["fr;q=0.5", "fr"],
  ["fil-PH,en", ""],
  ["*", ""],
  ["", ""],
  [undefined, ""],
])("%s is a wish for %j", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
