import words from "./en-audience.json" with { type: "json" };
import { addTexts } from "./t.ts";

// What leads, personalization and chain say is loaded with the first of their screens, so that no other has to wait for it.
addTexts(words);
