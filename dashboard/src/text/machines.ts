import words from "./en-machines.json" with { type: "json" };
import { addTexts } from "./t.ts";

// What tokens, webhooks and the audit trail say is loaded with the first of their screens, so that no other has to wait for it.
addTexts(words);
