import words from "./en-settings.json" with { type: "json" };
import { addTexts } from "./t.ts";

// What the settings of a handle say is loaded with the first of their screens, so that no other has to wait for it.
addTexts(words);
