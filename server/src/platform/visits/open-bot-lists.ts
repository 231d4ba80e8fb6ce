import type { Logger } from "pino";
import { followFile } from "#platform/lists/follow-file.ts";
import { readGoodEntries } from "#platform/lists/read-entries.ts";
import { parseListedHost } from "#platform/routing/parse-listed-host.ts";
import { AddressSet, parseSpan } from "./address-set.ts";
import { BotLists } from "./bot-lists.ts";

export type BotListFiles = {
  readonly agents: string | undefined;
  readonly spam: string | undefined;
  readonly datacenters: string | undefined;
};

/** Shorter parts are in the agents of people as well. */
const PART_LENGTH = { min: 3, max: 200 } as const;

/**
 * The lists with what the operator's files add, which counts within a second of a change. They come from others and from
 * everywhere, so a line that makes no sense is left out and reported once, and the rest counts.
 */
export async function openBotLists(
  { agents, spam, datacenters }: BotListFiles,
  log: Logger,
): Promise<{ readonly lists: BotLists } & AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const lists = new BotLists();
  const follow = async <T>(
    variable: "BOT_LIST_FILE" | "SPAM_REFERRER_FILE" | "DATACENTER_FILE",
    file: string | undefined,
    what: string,
    parse: (entry: string) => T | undefined,
    set: (entries: readonly T[]) => void,
  ) => {
    if (file === undefined) return;
    const load = async (text: string) => {
      const { entries, complaint } = await readGoodEntries(text, what, parse);
      set(entries);
      return { size: entries.length, complaint };
    };
    opened.use(await followFile({ variable, file, log, load }));
  };
  await follow("BOT_LIST_FILE", agents, "a part of a user agent", parsePart, (parts) => {
    lists.setAgents(parts);
  });
  await follow("SPAM_REFERRER_FILE", spam, "a host name", parseListedHost, (hosts) => lists.setSpam(hosts));
  await follow("DATACENTER_FILE", datacenters, "a range such as 192.0.2.0/24", parseSpan, (spans) => {
    lists.setDatacenters(new AddressSet(spans));
  });
  const everything = opened.move();
  return { lists, [Symbol.asyncDispose]: () => everything.disposeAsync() };
}

function parsePart(entry: string): string | undefined {
  const isGood =
    entry.length >= PART_LENGTH.min && entry.length <= PART_LENGTH.max && /^[\x20-\x7e]+$/.test(entry);
  return isGood ? entry.toLowerCase() : undefined;
}
