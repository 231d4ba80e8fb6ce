import { linkChangeOf } from "#features/links/link-change-of.ts";
import { findLink } from "#features/links/store.ts";
import type { HandleActor } from "#kernel/actor.ts";
import type { ImportDeps } from "./import-deps.ts";
import type { LinkItem } from "./link-item.ts";
import type { ReadyItem } from "./write-items.ts";

/** Hashes its password, if it brings one: before any transaction, because that is slow. */
export async function readyItem(deps: ImportDeps, actor: HandleActor, item: LinkItem): Promise<ReadyItem> {
  const { body, ...rest } = item;
  const { slug } = rest;
  const stored = async () =>
    typeof slug === "string" ? (await findLink(deps.db.read, actor.handleId, slug))?.link.passwordHash : null;
  const change = await linkChangeOf(deps, body, stored);
  return { ...rest, change };
}
