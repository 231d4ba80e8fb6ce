import words from "./en-publish.json" with { type: "json" };
import { addTexts } from "./t.ts";

// What files, sites and pages say is loaded with the first of their screens, so that no other has to wait for it.
addTexts(words);
