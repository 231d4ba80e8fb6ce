import type { Logger } from "pino";
import { followFile } from "#platform/lists/follow-file.ts";
import { canonicalHost, coversHost } from "#platform/routing/canonical-host.ts";
import { type DenyList, fixedDenyList } from "./deny-list.ts";
import { parseDenyList } from "./parse-deny-list.ts";

export type DenyListOptions = {
  /** Those of the environment, as `parseHost` writes them. */
  readonly hosts: readonly string[];
  readonly file: string | undefined;
  readonly log: Logger;
};

/**
 * The operator's list: the environment's hosts and the file's, which counts within a second of its change. One wrong line
 * refuses the whole file, since a host that is left out would be a door left open.
 */
export async function openDenyList({
  hosts,
  file,
  log,
}: DenyListOptions): Promise<DenyList & AsyncDisposable> {
  if (file === undefined) return { ...fixedDenyList(hosts), [Symbol.asyncDispose]: async () => {} };
  const fixed = new Set(hosts);
  let denied: ReadonlySet<string> = fixed;
  const load = async (text: string) => {
    denied = (await parseDenyList(text)).union(fixed);
    return { size: denied.size };
  };
  const following = await followFile({ variable: "DESTINATION_DENY_FILE", file, log, load });
  return {
    isDenied: (hostname) => coversHost(denied, canonicalHost(hostname)),
    [Symbol.asyncDispose]: () => following[Symbol.asyncDispose](),
  };
}
