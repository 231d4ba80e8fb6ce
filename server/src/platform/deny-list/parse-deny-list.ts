import { setImmediate as turn } from "node:timers/promises";
import { parseHost } from "#platform/routing/canonical-host.ts";

const LINES_A_TURN = 5_000;

/** One host as an operator writes it; `*.` in front says what holds anyway, that all below it is meant as well. */
export const parseDenied = (entry: string): string | undefined => parseHost(entry.replace(/^\*?\./, ""));

/**
 * The hosts of a file with one on each line; `#` begins a comment. Throws a sentence that names the first line which is
 * no host. Long lists are read in pieces, so that no visitor waits for one.
 */
export async function parseDenyList(text: string): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>();
  for (const [index, line] of text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .entries()) {
    if (index % LINES_A_TURN === LINES_A_TURN - 1) await turn();
    const entry = line.replace(/(?:^|\s)#.*$/, "").trim();
    if (entry === "") continue;
    const host = parseDenied(entry);
    if (host === undefined)
      throw new Error(`names a file whose line ${index + 1} is not a host name or an address`);
    hosts.add(host);
  }
  return hosts;
}
