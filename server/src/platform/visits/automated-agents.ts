/**
 * Programs that fetch without anyone looking, and that `isbot` lets pass: libraries that name themselves as they come from
 * the box, documents made of pages, browsers without a screen, and scanners with their misspellings. In lower case.
 */
export const AUTOMATED_AGENTS = [
  "(dart:io)",
  "cfnetwork/",
  "dalvik/",
  "htmlunit",
  "jsdom/",
  "mozlila/",
  "nikto",
  "wkhtmlto",
] as const;
