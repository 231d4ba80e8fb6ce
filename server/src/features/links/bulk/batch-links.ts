import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import * as contract from "./bulk-contract.ts";
import { chunkItems } from "./chunk-items.ts";
import { type ItemResult, type ItemStatus, refusalOf } from "./item-result.ts";
import { parseItem } from "./link-item.ts";
import { readyItem } from "./ready-item.ts";
import { type ReadyItem, writeItems } from "./write-items.ts";

/** A link that is there already is changed, so nothing is skipped. */
type BatchResult = ItemResult & { readonly status: Exclude<ItemStatus, "skipped"> };

/** One result a link, in their order. A repetition under the same key is answered, part by part, as the first was. */
export async function batchLinks(
  deps: ControlDeps,
  actor: HandleActor,
  links: readonly unknown[],
): Promise<readonly BatchResult[]> {
  const rows: { item: ReadyItem }[] = [];
  for (const link of links) rows.push({ item: await itemOf(deps, actor, link) });
  const results: BatchResult[] = [];
  for await (const chunk of chunkItems(rows, deps.addresses)) {
    const items = chunk.map(({ item }) => item);
    const part = partOf(actor, results.length);
    const options = { onConflict: "update", isDryRun: false } as const;
    const written = await writeItems(deps, part, contract.batchLinks, items, options);
    results.push(...written.filter(isNotSkipped));
  }
  return results;
}

async function itemOf(deps: ControlDeps, actor: HandleActor, link: unknown): Promise<ReadyItem> {
  try {
    return await readyItem(deps, actor, parseItem(link));
  } catch (thrown) {
    const slug = typeof link === "object" && link !== null && "slug" in link ? link.slug : null;
    return { slug, refusal: refusalOf(thrown) };
  }
}

/** Each transaction is repeated under a key of its own; no caller's key has a blank in it. */
function partOf(actor: HandleActor, begin: number): HandleActor {
  const { idempotency } = actor;
  if (idempotency === undefined) return actor;
  return { ...actor, idempotency: { ...idempotency, key: `${idempotency.key} ${begin}` } };
}

const isNotSkipped = (result: ItemResult): result is BatchResult => result.status !== "skipped";
