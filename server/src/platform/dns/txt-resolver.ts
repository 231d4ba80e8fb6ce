import { Resolver } from "node:dns/promises";

/** The texts that a name has in DNS; throws Node's DNS errors, with their `code`. */
export type ResolveTxt = (name: string) => Promise<readonly string[]>;

type Options = { readonly servers?: readonly string[]; readonly timeoutMs?: number };

const TIMEOUT_MS = 5_000;

/** Asks DNS itself, with a cut after five seconds whatever the name servers do, told as `ETIMEOUT`. */
export function createTxtResolver({ servers, timeoutMs = TIMEOUT_MS }: Options = {}): ResolveTxt {
  return async (name) => {
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs / 2), tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(Object.assign(new Error("DNS did not answer in time."), { code: "ETIMEOUT" }));
      resolver.cancel();
    }, timeoutMs);
    try {
      // A text longer than 255 bytes comes in pieces.
      const texts = await Promise.race([resolver.resolveTxt(name), late.promise]);
      return texts.map((pieces) => pieces.join(""));
    } finally {
      clearTimeout(timer);
    }
  };
}
