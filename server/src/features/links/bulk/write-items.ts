import { requireAllowedDestinations } from "#features/destinations/index.ts";
import { findLastVersion } from "#features/links/history-store.ts";
import { changeFields, type LinkChange } from "#features/links/link.ts";
import { changesBetween } from "#features/links/link-changes.ts";
import { broughtBy } from "#features/links/link-destinations.ts";
import { randomSlug } from "#features/links/random-slug.ts";
import { isReserved, requireCreatable, type Slug } from "#features/links/slug.ts";
import { type Written, writeLink } from "#features/links/write-link.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import { type Reader, readerOf, type Tx } from "#platform/database/database.ts";
import type { Operation } from "#platform/http/operation.ts";
import { mutate, type Outcome } from "#platform/mutate.ts";
import { findKnown, type KnownSlug } from "./bulk-store.ts";
import type { ImportDeps } from "./import-deps.ts";
import { failed, type ItemResult, refusalOf } from "./item-result.ts";
import type { LinkItem } from "./link-item.ts";

/** An item whose password is hashed by now, or what speaks against it before anything was looked up. */
export type ReadyItem =
  | (Omit<LinkItem, "body"> & { readonly change: LinkChange })
  | { readonly slug: unknown; readonly refusal: AppError };

export type WriteOptions = {
  /** What happens to a link that is there already. */
  readonly onConflict: "update" | "skip" | "fail";
  /** All is done, and then undone. */
  readonly isDryRun: boolean;
};

/**
 * Writes items in one transaction, each as if it were alone: what is refused of one leaves no trace and does not hold up
 * the others. Throws where nothing at all can be written.
 */
export async function writeItems(
  deps: ImportDeps,
  actor: HandleActor,
  operation: Operation,
  items: readonly ReadyItem[],
  options: WriteOptions,
): Promise<readonly ItemResult[]> {
  const refused = new Map<number, AppError>();
  for (;;) {
    try {
      return await mutate(deps, actor, operation, (tx, now) =>
        writeAll(deps, tx, actor, now, items, refused, options),
      );
    } catch (thrown) {
      if (thrown instanceof Undone) return thrown.results;
      if (!(thrown instanceof RefusedHalfway)) throw thrown;
      refused.set(thrown.index, thrown.refusal); // Once more, without it.
    }
  }
}

/** Leaves a transaction that was only to show what it would do. */
class Undone extends Error {
  readonly results: readonly ItemResult[];
  constructor(results: readonly ItemResult[]) {
    super("The dry run is over.");
    this.results = results;
  }
}

/** Leaves a transaction in which one item has been written in part. */
class RefusedHalfway extends Error {
  readonly index: number;
  readonly refusal: AppError;
  constructor(index: number, refusal: AppError) {
    super(refusal.message);
    this.index = index;
    this.refusal = refusal;
  }
}

async function writeAll(
  deps: ImportDeps,
  tx: Tx,
  actor: HandleActor,
  now: Date,
  items: readonly ReadyItem[],
  refused: ReadonlyMap<number, AppError>,
  { onConflict, isDryRun }: WriteOptions,
): Promise<Outcome<readonly ItemResult[]>> {
  const results: ItemResult[] = [];
  const outcomes: Outcome<Written>[] = [];
  const known = await knownSlugs(readerOf(tx), actor.handleId, items);
  const budget = await deps.plans?.writesLeft(readerOf(tx), actor, now);
  let writes = 0;
  for (const [index, item] of items.entries()) {
    const refusal = "refusal" in item ? item.refusal : refused.get(index);
    if (refusal !== undefined || "refusal" in item) {
      results.push(failed(item.slug, refusal ?? noReason()));
      continue;
    }
    const plan = await planItem(deps, readerOf(tx), actor, item, known, onConflict).catch(refusalOf);
    if (plan instanceof AppError) results.push(failed(item.slug, plan));
    else if (plan === "skip") results.push({ slug: String(item.slug), status: "skipped" });
    else if (budget !== undefined && writes >= budget.left && changesSomething(plan)) {
      results.push(failed(item.slug, budget.refusal()));
    } else {
      const outcome = await writeLink(tx, actor, now, plan).catch((thrown) => {
        throw new RefusedHalfway(index, refusalOf(thrown));
      });
      if (outcome.audit !== null) writes += 1;
      known.forget(plan.slug);
      results.push(resultOf(outcome));
      outcomes.push(outcome);
    }
  }
  if (isDryRun) throw new Undone(results);
  return { result: results, writes, ...consequencesOf(outcomes) };
}

const noReason = () => new AppError("invalid_payload", "It cannot be written.");

type KnownSlugs = {
  readonly find: (slug: Slug) => Promise<KnownSlug>;
  /** To be asked for anew, after it was written. */
  readonly forget: (slug: Slug) => void;
};

/** What is known of the slugs of these items at the beginning, and of others when they are asked for. */
async function knownSlugs(read: Reader, handleId: string, items: readonly ReadyItem[]): Promise<KnownSlugs> {
  const slugs = new Set(items.flatMap((item) => ("change" in item && isSlug(item.slug) ? [item.slug] : [])));
  const found = await findKnown(read, handleId, [...slugs]);
  const unused: KnownSlug = { before: undefined, lastVersion: 0 };
  return {
    find: async (slug) => {
      if (slugs.has(slug)) return found.get(slug) ?? unused;
      return (await findKnown(read, handleId, [slug])).get(slug) ?? unused;
    },
    forget: (slug) => void slugs.delete(slug),
  };
}

const isSlug = (wanted: LinkItem["slug"]): wanted is Slug => typeof wanted === "string";

type Plan = Parameters<typeof writeLink>[3];

/** Nothing is counted for what is as it was, so that is not refused either when a day is used up. */
const changesSomething = ({ before, fields }: Plan): boolean =>
  before === undefined || changesBetween(before.link, fields).length > 0;

/** What would be written; throws for what may not be. Only looks. */
async function planItem(
  deps: ImportDeps,
  read: Reader,
  actor: HandleActor,
  { slug: wanted, change, wasProtected }: Extract<ReadyItem, { change: LinkChange }>,
  known: KnownSlugs,
  onConflict: WriteOptions["onConflict"],
): Promise<Plan | "skip"> {
  const { handleId } = actor;
  const slug = typeof wanted === "string" ? wanted : await findFreeSlug(read, handleId, wanted);
  const { before, lastVersion } = await known.find(slug);
  if (before === undefined) requireCreatable(slug);
  else if (onConflict === "skip") return "skip";
  else if (onConflict === "fail") throw new AppError("conflict", `There is a link ${slug} already.`);
  if (wasProtected && change.passwordHash == null && before?.link.passwordHash == null) throw noPassword();
  const fields = changeFields(before?.link, change);
  const destinations = broughtBy(change, before?.link, fields);
  await requireAllowedDestinations(read, deps, actor, slug, destinations);
  return { slug, before, lastVersion, fields, action: before === undefined ? "link.create" : "link.update" };
}

/** What was locked does not come out open: the password has to be given anew. */
function noPassword(): AppError {
  const message = "It had a password, which no export carries: send one in password, or leave the mark away.";
  return new AppError("invalid_password", `passwordProtected: ${message}`, {
    details: { details: [{ path: "passwordProtected", message }] },
  });
}

const TRIES_MAX = 10;

async function findFreeSlug(
  read: Reader,
  handleId: string,
  { slugPrefix, slugLength }: Exclude<LinkItem["slug"], string>,
): Promise<Slug> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const slug = randomSlug(slugPrefix, slugLength);
    if (!isReserved(slug) && (await findLastVersion(read, handleId, slug)) === 0) return slug;
  }
  throw new AppError("conflict", `${TRIES_MAX} slugs of this length were all taken; ask for a longer one.`);
}

function resultOf({ result: { link, isNew }, audit }: Outcome<Written>): ItemResult {
  const { slug, version } = link;
  return { slug, version, status: isNew ? "created" : audit === null ? "unchanged" : "updated" };
}
