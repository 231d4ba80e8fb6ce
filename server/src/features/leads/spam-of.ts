import { readUserAgent } from "#platform/visits/read-user-agent.ts";
import type { SentLead } from "./lead-body.ts";
import { type Spam, spamScore } from "./spam-score.ts";

/** Scores what was sent, whoever it was sent by: a server that sends for a person has no browser's name, and is no sign. */
export function spamOf(sent: SentLead, userAgent: string): Spam {
  const { name = "", message = "", fields, elapsedMs, hp_website: trap = "" } = sent;
  return spamScore({
    isTrapped: trap.trim() !== "",
    elapsedMs,
    isBot: userAgent !== "" && readUserAgent(userAgent).bot !== "",
    text: [name, message, ...Object.values(fields)].join("\n"),
  });
}
