import { destinationsOf } from "#features/links/link-destinations.ts";
import type { Addresses } from "#platform/addresses.ts";
import { canonicalHost } from "#platform/routing/canonical-host.ts";
import type { ReadyItem } from "./write-items.ts";

/**
 * Few enough that visitors and other writers hardly wait for one transaction, many enough that its fsync costs a row
 * little.
 */
const CHUNK_SIZE = 250;

/**
 * Items as they are written together. One that leads to a link of this installation is alone: whether it closes a circle
 * shows only in routes that are committed. What was read before `rows` throws still comes.
 */
export async function* chunkItems<T extends { readonly item: ReadyItem }>(
  rows: AsyncIterable<T> | Iterable<T>,
  { sitesDomain }: Addresses,
): AsyncGenerator<readonly T[]> {
  const suffix = `.${sitesDomain.replace(/:\d+$/, "").toLowerCase()}`;
  let chunk: T[] = [];
  let fault: { readonly thrown: unknown } | undefined;
  try {
    for await (const row of rows) {
      const isAlone = leadsBelow(row.item, suffix);
      if (chunk.length >= CHUNK_SIZE || (isAlone && chunk.length > 0)) {
        yield chunk;
        chunk = [];
      }
      chunk.push(row);
      if (!isAlone) continue;
      yield chunk;
      chunk = [];
    }
  } catch (thrown) {
    fault = { thrown };
  }
  if (chunk.length > 0) yield chunk;
  if (fault !== undefined) throw fault.thrown;
}

function leadsBelow(item: ReadyItem, suffix: string): boolean {
  if ("refusal" in item) return false;
  return destinationsOf(item.change).some(({ url }) => canonicalHost(new URL(url).hostname).endsWith(suffix));
}
