import { Resolver } from "node:dns/promises";

/** Every address that a name has. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

/**
 * Asks DNS itself, not the system's resolver: that would keep one of the few threads which files and password hashes
 * need, for as long as a hostile name server likes. Names from a hosts file are therefore unknown. `servers` stand in for
 * those of the system.
 */
export function createResolveName(servers?: readonly string[]): ResolveName {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers !== undefined) resolver.setServers(servers);
  return async (name) => {
    if (/(?:^|\.)localhost\.?$/i.test(name)) return ["127.0.0.1", "::1"];
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    const failed = answers.find((answer) => answer.status === "rejected");
    if (addresses.length === 0 && failed !== undefined) throw failed.reason;
    return addresses;
  };
}
