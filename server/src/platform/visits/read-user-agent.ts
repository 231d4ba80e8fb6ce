import Bowser from "bowser";
import { isbot } from "isbot";
import type { BotReason, Device } from "#kernel/visit-event.ts";
import { AUTOMATED_AGENTS } from "./automated-agents.ts";
import { boundedText } from "./bounded-text.ts";
import { LINK_PREVIEW_BOTS } from "./link-preview-bots.ts";
import { RecentMap } from "./recent-map.ts";

export type UserAgent = {
  /** The header, cut to a length that may be remembered. */
  readonly text: string;
  readonly bot: Extract<BotReason, "" | "ua" | "preview">;
  readonly device: Device;
  readonly os: string;
  readonly browser: string;
};

const LENGTH_MAX = 512;
const NAME_LENGTH_MAX = 40;
const DEVICES: Readonly<Record<string, Device>> = {
  mobile: "MOBILE",
  tablet: "TABLET",
  desktop: "DESKTOP",
  bot: "BOT",
};
const PREVIEWS = LINK_PREVIEW_BOTS.map((name) => name.toLowerCase());

const known = new RecentMap<string, UserAgent>(10_000);

/** What a `User-Agent` says of itself. Parsed once for each text: there are few of them, and parsing is dear. */
export function readUserAgent(header: string | undefined): UserAgent {
  const text = header === undefined ? "" : header.slice(0, LENGTH_MAX);
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const parsed = parse(text);
  known.set(text, parsed);
  return parsed;
}

function parse(text: string): UserAgent {
  if (text.trim() === "") return { text, bot: "ua", device: "BOT", os: "", browser: "" };
  const { browser, os, platform } = Bowser.parse(text);
  const bot = botOf(text);
  return {
    text,
    bot,
    device: bot === "" ? (DEVICES[platform.type ?? ""] ?? "") : "BOT",
    os: boundedText(os.name ?? "", NAME_LENGTH_MAX),
    browser: boundedText(browser.name ?? "", NAME_LENGTH_MAX),
  };
}

function botOf(text: string): UserAgent["bot"] {
  const lower = text.toLowerCase();
  if (PREVIEWS.some((name) => lower.includes(name))) return "preview";
  return isbot(text) || AUTOMATED_AGENTS.some((name) => lower.includes(name)) ? "ua" : "";
}
