import words from "./en-functions.json" with { type: "json" };
import { addTexts } from "./t.ts";

// What functions say is loaded with the first of their screens, so that no other has to wait for it.
addTexts(words);
