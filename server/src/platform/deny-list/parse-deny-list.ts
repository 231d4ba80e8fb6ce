import { readEntries } from "#platform/lists/read-entries.ts";
import { parseListedHost } from "#platform/routing/parse-listed-host.ts";

/** The hosts of a file with one on each line. Throws a sentence that names the first line which is no host. */
export async function parseDenyList(text: string): Promise<ReadonlySet<string>> {
  const hosts = new Set<string>();
  await readEntries(text, (entry, line) => {
    const host = parseListedHost(entry);
    if (host === undefined)
      throw new Error(`names a file whose line ${line} is not a host name or an address`);
    hosts.add(host);
  });
  return hosts;
}
