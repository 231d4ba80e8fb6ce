import { coversHost } from "#platform/routing/canonical-host.ts";
import { AddressSet } from "./address-set.ts";
import { readUserAgent, type UserAgent } from "./read-user-agent.ts";
import { RecentMap } from "./recent-map.ts";
import { SPAM_REFERRERS } from "./spam-referrers.ts";

const REMEMBERED = 10_000;

/**
 * By what else than its own words a visit is known to be no person's: the agents, referrers and addresses that the
 * operator lists, and the referrers that are listed anyway. What is known of an agent or a site is worked out once, for there
 * are few different ones in a minute.
 */
export class BotLists {
  #agents: readonly string[] = [];
  #spam: ReadonlySet<string> = new Set(SPAM_REFERRERS);
  #datacenters = new AddressSet([]);
  #knownAgents = new RecentMap<string, UserAgent>(REMEMBERED);
  #knownHosts = new RecentMap<string, boolean>(REMEMBERED);

  /** Parts of user agents, in lower case. */
  setAgents(parts: readonly string[]): void {
    this.#agents = parts;
    this.#knownAgents = new RecentMap(REMEMBERED);
  }

  /** Beside the shipped ones. As `parseHost` writes them. */
  setSpam(hosts: readonly string[]): void {
    this.#spam = new Set([...SPAM_REFERRERS, ...hosts]);
    this.#knownHosts = new RecentMap(REMEMBERED);
  }

  setDatacenters(ranges: AddressSet): void {
    this.#datacenters = ranges;
  }

  /** What a `User-Agent` says of itself, unless the operator knows better. */
  readAgent(header: string | undefined): UserAgent {
    const said = readUserAgent(header);
    if (said.bot !== "" || this.#agents.length === 0) return said;
    return remembered(this.#knownAgents, said.text, () => {
      const lower = said.text.toLowerCase();
      const isListed = this.#agents.some((part) => lower.includes(part));
      return isListed ? { ...said, bot: "ua", device: "BOT" } : said;
    });
  }

  isSpam(referrerHost: string): boolean {
    if (referrerHost === "") return false;
    return remembered(this.#knownHosts, referrerHost, () => coversHost(this.#spam, referrerHost));
  }

  isDatacenter(address: string): boolean {
    return this.#datacenters.size > 0 && this.#datacenters.has(address);
  }
}

function remembered<T extends NonNullable<unknown>>(
  known: RecentMap<string, T>,
  key: string,
  find: () => T,
): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = find();
  known.set(key, found);
  return found;
}
