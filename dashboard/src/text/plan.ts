import words from "./en-plan.json" with { type: "json" };
import { addTexts } from "./t.ts";

// Loaded with its screen: most installations have no plans.
addTexts(words);
