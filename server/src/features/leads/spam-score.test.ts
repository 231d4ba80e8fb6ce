import { expect, test } from "vitest";
import { SPAM_FROM, type SpamFacts, spamScore } from "./spam-score.ts";

const PERSON: SpamFacts = {
  isTrapped: false,
  elapsedMs: 20_000,
  isBot: false,
  text: "Please call me. https://a.example",
};

test("a person is no spam, nor is one whose form has no script, nor one who writes short in capitals", () => {
  expect(spamScore(PERSON)).toEqual({ score: 0, reasons: [] });
  expect(spamScore({ ...PERSON, elapsedMs: undefined }).score).toBe(0);
  expect(spamScore({ ...PERSON, text: "OK THANKS" }).score).toBe(0);
  expect(spamScore({ ...PERSON, text: "こんにちは、お元気ですか。".repeat(10) }).score).toBe(0);
});

test.each<[string, Partial<SpamFacts>, boolean]>([
  ["honeypot", { isTrapped: true }, true],
  ["too_fast", { elapsedMs: 1_999 }, false],
  ["automated_agent", { isBot: true }, false],
  ["link_markup", { text: '<a href="https://x.example">x</a>' }, true],
  ["many_links", { text: "http://a.example https://b.example www.c.example" }, false],
  ["advertised_words", { text: "Cheap backlinks" }, false],
  ["shouting", { text: "WE HAVE THE BEST OFFER FOR YOUR COMPANY, CALL US TODAY" }, false],
])("%s is named, and says by itself whether it is spam", (reason, facts, isSpam) => {
  const spam = spamScore({ ...PERSON, ...facts });
  expect(spam.reasons).toEqual([reason]);
  expect(spam.score >= SPAM_FROM).toBe(isSpam);
});

test("signs add up, to a hundred at most", () => {
  const both = spamScore({ ...PERSON, elapsedMs: 0, isBot: true });
  expect(both).toEqual({ score: 70, reasons: ["too_fast", "automated_agent"] });
  const text = "VIAGRA http://a.example http://b.example http://c.example [url=x]";
  expect(spamScore({ isTrapped: true, elapsedMs: 0, isBot: true, text }).score).toBe(100);
});
